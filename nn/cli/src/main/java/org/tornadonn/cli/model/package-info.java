/**
 * The commands that look into a model, {@code summary}, {@code trace} and {@code bench}, and {@code
 * export}. Depends on {@code machine}, {@code classify}, {@code show} and {@code usage}.
 */
@NullMarked
package org.tornadonn.cli.model;

import org.jspecify.annotations.NullMarked;
