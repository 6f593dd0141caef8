/**
 * Functions of single elements of one, two or three values, with broadcasting: a kernel each, and
 * gradients made of each other. Depends on {@code arithmetic} and {@code special}.
 */
@NullMarked
package org.tornadonn.op.elementwise;

import org.jspecify.annotations.NullMarked;
