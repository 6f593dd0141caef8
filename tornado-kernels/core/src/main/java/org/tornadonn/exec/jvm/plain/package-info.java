/**
 * Versions without the Vector API, in loops that the JVM's compiler turns into vector instructions
 * by itself. Depends on {@code plan}, {@code op}, and {@code exec.jvm}'s {@code convolution} and
 * {@code tile} for how convolutions are cut.
 */
@NullMarked
package org.tornadonn.exec.jvm.plain;

import org.jspecify.annotations.NullMarked;
