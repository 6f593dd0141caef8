/** Benchmarks beside the machine's ceiling. */
@NullMarked
package org.tornadonn.benchmarks;

import org.jspecify.annotations.NullMarked;
