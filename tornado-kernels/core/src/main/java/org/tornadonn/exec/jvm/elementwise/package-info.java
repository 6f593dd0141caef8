/**
 * Kernels that go through arrays number by number, vector by vector. Depends on {@code plan},
 * {@code op} and {@code exec.jvm.tile}.
 */
@NullMarked
package org.tornadonn.exec.jvm.elementwise;

import org.jspecify.annotations.NullMarked;
