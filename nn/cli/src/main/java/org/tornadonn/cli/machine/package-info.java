/**
 * The machine: {@code devices}, {@code doctor}, and the options that say where to compute. Depends
 * on {@code show}.
 */
@NullMarked
package org.tornadonn.cli.machine;

import org.jspecify.annotations.NullMarked;
