/**
 * Self-contained HTML pages: their frame, look and functions, and the pictures on them. Depends on
 * {@code data} and Jackson.
 */
@NullMarked
package org.tornadonn.page;

import org.jspecify.annotations.NullMarked;
