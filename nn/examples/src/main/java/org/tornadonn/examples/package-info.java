/**
 * Small programs, each beside the PyTorch program that it mirrors, {@code NAME.java} beside {@code
 * NAME.py}: to be read, copied and changed. They use what is public, and not each other. As a
 * user's program need not, they do not say what may be null.
 */
package org.tornadonn.examples;
