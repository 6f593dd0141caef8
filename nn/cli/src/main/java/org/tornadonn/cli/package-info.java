/** The {@code tornado-nn} command: one file for each subcommand. Depends on everything else. */
@NullMarked
package org.tornadonn.cli;

import org.jspecify.annotations.NullMarked;
