/**
 * Elementwise mathematics, stated once as a list of vector instructions and written as a loop of
 * its own while the program runs. Depends on {@code plan}, {@code op}, {@code exec.jvm.tile} and
 * {@code exec.jvm.bytecode}.
 */
@NullMarked
package org.tornadonn.exec.jvm.expression;

import org.jspecify.annotations.NullMarked;
