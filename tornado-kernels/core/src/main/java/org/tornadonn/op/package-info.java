/**
 * The operations: for each one its formula, shapes and gradient, and its kernels as
 * {@code @Parallel} loops over {@code float[]}. Depends on {@code plan} and TornadoVM's API.
 *
 * <p>One alphabet everywhere: values {@code x} (input), {@code w} (weight), {@code b} (bias),
 * {@code y} (result), their gradients {@code dx dw db dy}; {@code …At} is the index of an array's
 * first element; sizes {@code n} (batch), {@code ci hi wi} (input channels, rows, columns), {@code
 * co ho wo} (the same of the output); {@code k s p} are a {@link
 * org.tornadonn.op.convolution.Window}'s kernel size, stride and padding. A parameter {@code add}
 * is 1 where a gradient adds to what is there.
 */
@NullMarked
package org.tornadonn.op;

import org.jspecify.annotations.NullMarked;
