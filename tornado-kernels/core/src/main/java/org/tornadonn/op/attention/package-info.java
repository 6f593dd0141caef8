/**
 * Attention, made of products and a softmax. Depends on {@code activation}, {@code elementwise} and
 * {@code linear}.
 */
@NullMarked
package org.tornadonn.op.attention;

import org.jspecify.annotations.NullMarked;
