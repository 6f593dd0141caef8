/**
 * How commands write: text that a terminal may get, colours, progress, JSON. Depends on no other
 * package of the command.
 */
@NullMarked
package org.tornadonn.cli.show;

import org.jspecify.annotations.NullMarked;
