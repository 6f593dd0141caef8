/**
 * Many numbers as one: extremes, products, running sums. Depends on {@code plan}, {@code
 * op.arithmetic} and {@code op.elementwise} alone.
 */
@NullMarked
package org.tornadonn.op.reduction;

import org.jspecify.annotations.NullMarked;
