/**
 * Special functions of one number in float32, made of what every device has. Depends on nothing.
 */
@NullMarked
package org.tornadonn.op.special;

import org.jspecify.annotations.NullMarked;
