/**
 * The commands that train: their options, and a run that begins or goes on. Depends on {@code run},
 * {@code machine}, {@code classify} and {@code usage}.
 */
@NullMarked
package org.tornadonn.cli.train;

import org.jspecify.annotations.NullMarked;
