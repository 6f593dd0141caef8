/**
 * The {@code tornado-nn} command: the entry point, what becomes of failures, and the commands that
 * need several rooms. Depends on everything else.
 */
@NullMarked
package org.tornadonn.cli;

import org.jspecify.annotations.NullMarked;
