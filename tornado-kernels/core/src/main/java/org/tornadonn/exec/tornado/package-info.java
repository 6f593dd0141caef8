/**
 * Plans as TornadoVM TaskGraphs, and versions of the kernels that take the time for a type of
 * device, some of which do what several kernels do: the only package, beside the kernels
 * themselves, that knows TornadoVM. Depends on {@code plan}, {@code op} and {@code exec}.
 */
@NullMarked
package org.tornadonn.exec.tornado;

import org.jspecify.annotations.NullMarked;
