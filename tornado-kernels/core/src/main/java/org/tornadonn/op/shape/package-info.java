/**
 * The same numbers under another shape, in another order, next to others. Depends on {@code plan}
 * and {@code op.arithmetic} alone.
 */
@NullMarked
package org.tornadonn.op.shape;

import org.jspecify.annotations.NullMarked;
