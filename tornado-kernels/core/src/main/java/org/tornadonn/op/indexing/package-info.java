/**
 * Numbers that are looked up at positions which other values hold: float32 numbers that are whole,
 * exact up to 2²⁴. A position that is not there gives NaN, and nothing is read or written outside.
 * Depends on {@code plan} and {@code op.arithmetic} alone.
 */
@NullMarked
package org.tornadonn.op.indexing;

import org.jspecify.annotations.NullMarked;
