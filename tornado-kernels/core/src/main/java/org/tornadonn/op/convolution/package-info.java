/**
 * Convolution of images, and the windows that it shares with pooling. Depends on {@code
 * arithmetic}.
 */
@NullMarked
package org.tornadonn.op.convolution;

import org.jspecify.annotations.NullMarked;
