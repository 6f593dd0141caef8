/**
 * Plans on the plain JVM: all cores, and for each kernel that takes the time the version that this
 * JVM runs fastest. Depends on {@code plan}, {@code op}, {@code exec} and the rooms below, none of
 * which knows it.
 */
@NullMarked
package org.tornadonn.exec.jvm;

import org.jspecify.annotations.NullMarked;
