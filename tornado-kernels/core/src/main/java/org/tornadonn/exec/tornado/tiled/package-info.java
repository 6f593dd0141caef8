/**
 * Kernels for GPUs, whose work-groups share tiles in local memory, how large those tiles are, and
 * what runs as one. Depends on {@code plan}, {@code op}, {@code exec} and {@code
 * exec.tornado.graph}.
 */
@NullMarked
package org.tornadonn.exec.tornado.tiled;

import org.jspecify.annotations.NullMarked;
