/** Other libraries behind the interface of the benchmarks; nothing else depends on them. */
@NullMarked
package org.tornadonn.peers;

import org.jspecify.annotations.NullMarked;
