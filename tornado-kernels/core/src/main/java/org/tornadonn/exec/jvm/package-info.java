/**
 * Plans on the plain JVM: all cores, and Vector API versions of the kernels that take the time.
 * Depends on {@code plan}, {@code op} and {@code exec}.
 */
@NullMarked
package org.tornadonn.exec.jvm;

import org.jspecify.annotations.NullMarked;
