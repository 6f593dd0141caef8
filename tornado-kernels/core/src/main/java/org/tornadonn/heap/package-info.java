/** The memory of this Java process. Depends on no other package. */
@NullMarked
package org.tornadonn.heap;

import org.jspecify.annotations.NullMarked;
