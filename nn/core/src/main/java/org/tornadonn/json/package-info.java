/**
 * JSON that may be hostile, read strictly and refused in one line. Depends on Jackson and on no
 * other package.
 */
@NullMarked
package org.tornadonn.json;

import org.jspecify.annotations.NullMarked;
