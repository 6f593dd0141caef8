/**
 * What every operation and optimizer means, in float64 and by definition: naive loops that share no
 * code with the kernels. Depends on {@code plan} for graphs and shapes, and on {@code op} for the
 * attributes of operations.
 */
@NullMarked
package org.tornadonn.conformance.oracle;

import org.jspecify.annotations.NullMarked;
