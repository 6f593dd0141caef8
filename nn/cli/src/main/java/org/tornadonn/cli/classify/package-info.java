/**
 * Classes: the options of samples that have them, and how well a model tells them apart. Depends on
 * {@code show} and {@code usage}.
 */
@NullMarked
package org.tornadonn.cli.classify;

import org.jspecify.annotations.NullMarked;
