/**
 * The innermost loops on vectors, and how what they read is cut, brought to its place and shared
 * out among threads. Depends on {@code op} and {@code exec.jvm.bytecode}; with the rooms above, the
 * only packages that know the Vector API.
 */
@NullMarked
package org.tornadonn.exec.jvm.tile;

import org.jspecify.annotations.NullMarked;
