/**
 * Convolutions as products of packed weights with bands of images, and their weight gradients.
 * Depends on {@code plan}, {@code op}, and {@code exec.jvm}'s {@code linear}, {@code winograd},
 * {@code pool} and {@code tile}.
 */
@NullMarked
package org.tornadonn.exec.jvm.convolution;

import org.jspecify.annotations.NullMarked;
