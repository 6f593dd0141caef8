/**
 * Convolutions with groups, gaps or any padding, line by line. Depends on {@code plan}, {@code op},
 * and {@code exec.jvm.tile}.
 */
@NullMarked
package org.tornadonn.exec.jvm.grouped;

import org.jspecify.annotations.NullMarked;
