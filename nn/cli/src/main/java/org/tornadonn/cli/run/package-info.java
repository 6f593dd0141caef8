/**
 * A training run: what it is for, its folder, its lock, its logbook, its report. Depends on {@code
 * machine}, {@code model}, {@code show} and {@code usage}; knows no command.
 */
@NullMarked
package org.tornadonn.cli.run;

import org.jspecify.annotations.NullMarked;
