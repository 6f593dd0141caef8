/**
 * The conformance suite: every operation, optimizer and a whole model on every device of this
 * machine. Depends on the public API of {@code plan}, {@code op}, {@code exec} and {@code device},
 * and on {@code conformance.oracle} for what is right.
 */
@NullMarked
package org.tornadonn.conformance;

import org.jspecify.annotations.NullMarked;
