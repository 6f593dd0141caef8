/** Losses: one number from outputs and targets. Depends on {@code plan} alone. */
@NullMarked
package org.tornadonn.op.loss;

import org.jspecify.annotations.NullMarked;
