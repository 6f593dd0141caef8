/**
 * Graphs of operations and the plans they become: flat, immutable lists of kernel calls over named
 * buffers. Depends on nothing but TornadoVM's {@code TaskGraph} type, in {@link
 * org.tornadonn.plan.Kernel}.
 */
@NullMarked
package org.tornadonn.plan;

import org.jspecify.annotations.NullMarked;
