/**
 * What a step does to parameters once their gradients are known: clipping, and a file for each rule
 * of update. Depends on {@code arithmetic}.
 */
@NullMarked
package org.tornadonn.op.update;

import org.jspecify.annotations.NullMarked;
