/**
 * Pools of 2×2, alone or behind a convolution, and where a convolution's results go. Depends on
 * {@code plan}, {@code op}, {@code exec.jvm.elementwise} and {@code exec.jvm.tile}.
 */
@NullMarked
package org.tornadonn.exec.jvm.pool;

import org.jspecify.annotations.NullMarked;
