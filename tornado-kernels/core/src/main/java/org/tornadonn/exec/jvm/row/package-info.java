/**
 * Kernels that look through a whole row for each of its elements, done row by row instead, without
 * the search. They need no vectors. Depends on {@code plan} and {@code op}.
 */
@NullMarked
package org.tornadonn.exec.jvm.row;

import org.jspecify.annotations.NullMarked;
