/**
 * Small programs, each beside the PyTorch program that it mirrors, {@code NAME.java} beside {@code
 * NAME.py}: to be read, copied and changed. They use what is public, and not each other.
 */
@NullMarked
package org.tornadonn.examples;

import org.jspecify.annotations.NullMarked;
