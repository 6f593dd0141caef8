/**
 * What a step does to parameters once their gradients are known: clipping, Adam, SGD. Depends on
 * {@code arithmetic}.
 */
@NullMarked
package org.tornadonn.op.update;

import org.jspecify.annotations.NullMarked;
