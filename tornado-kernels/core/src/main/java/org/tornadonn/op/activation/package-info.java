/**
 * Functions of single elements, softmax, and dropout. Depends on {@code arithmetic}, {@code
 * elementwise} and {@code special}.
 */
@NullMarked
package org.tornadonn.op.activation;

import org.jspecify.annotations.NullMarked;
