/** The same numbers under another shape. Depends on {@code plan} alone. */
@NullMarked
package org.tornadonn.op.shape;

import org.jspecify.annotations.NullMarked;
