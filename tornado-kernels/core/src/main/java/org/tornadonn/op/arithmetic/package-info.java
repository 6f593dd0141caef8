/**
 * Sums and copies of values, and what cuts a long sum into parts. Depends on {@code plan} alone.
 */
@NullMarked
package org.tornadonn.op.arithmetic;

import org.jspecify.annotations.NullMarked;
