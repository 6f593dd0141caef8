/**
 * Kernels for CPUs behind a driver, which keep a block of results in registers, and where they are
 * worth it. Depends on {@code plan}, {@code op} and {@code exec.tornado.graph}.
 */
@NullMarked
package org.tornadonn.exec.tornado.blocked;

import org.jspecify.annotations.NullMarked;
