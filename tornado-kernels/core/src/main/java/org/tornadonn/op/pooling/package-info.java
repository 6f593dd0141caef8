/** Maxima and means over windows. Depends on {@code convolution} for windows. */
@NullMarked
package org.tornadonn.op.pooling;

import org.jspecify.annotations.NullMarked;
