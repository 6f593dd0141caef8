/**
 * Many numbers as one: extremes, products, running sums. Depends on {@code plan}, {@code
 * op.arithmetic}, {@code op.elementwise} and {@code op.indexing}.
 */
@NullMarked
package org.tornadonn.op.reduction;

import org.jspecify.annotations.NullMarked;
