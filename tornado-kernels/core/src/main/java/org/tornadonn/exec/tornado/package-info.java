/**
 * Plans as TornadoVM TaskGraphs: the only package, beside the kernels themselves, that knows
 * TornadoVM. Depends on {@code plan} and {@code exec}.
 */
@NullMarked
package org.tornadonn.exec.tornado;

import org.jspecify.annotations.NullMarked;
