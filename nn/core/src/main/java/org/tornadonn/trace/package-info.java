/**
 * What happens inside a model, with the numbers of a real run: stage by stage, epoch by epoch, down
 * to the sum of one perceptron, as data and as a page. Depends on {@code train}, {@code layer},
 * {@code data}, {@code page}, the kernels' {@code op}, {@code plan} and {@code device}, and
 * Jackson.
 */
@NullMarked
package org.tornadonn.trace;

import org.jspecify.annotations.NullMarked;
