/**
 * The commands {@code predict} and {@code evaluate}, and the answers they print. Depends on {@code
 * model}, {@code machine}, {@code classify}, {@code show} and {@code usage}.
 */
@NullMarked
package org.tornadonn.cli.predict;

import org.jspecify.annotations.NullMarked;
