/**
 * Writes classes while the program runs, whose loops are calls of the Vector API. Depends on
 * nothing.
 */
@NullMarked
package org.tornadonn.exec.jvm.bytecode;

import org.jspecify.annotations.NullMarked;
