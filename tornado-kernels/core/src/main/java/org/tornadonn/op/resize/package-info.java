/**
 * Pictures and series made larger or smaller. Depends on {@code plan} and {@code op.shape} alone.
 */
@NullMarked
package org.tornadonn.op.resize;

import org.jspecify.annotations.NullMarked;
