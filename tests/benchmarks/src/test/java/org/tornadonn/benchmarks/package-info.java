/** Tests of what the benchmarks say. */
@NullMarked
package org.tornadonn.benchmarks;

import org.jspecify.annotations.NullMarked;
