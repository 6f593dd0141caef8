/**
 * Convolutions of 3×3 by Winograd's minimal filtering. Depends on {@code plan}, {@code op}, {@code
 * exec.jvm.pool} and {@code exec.jvm.tile}.
 */
@NullMarked
package org.tornadonn.exec.jvm.winograd;

import org.jspecify.annotations.NullMarked;
