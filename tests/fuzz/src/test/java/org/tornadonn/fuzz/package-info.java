/**
 * Fuzzers of every reader: files and arguments that are wrong in any way are read or refused in
 * words, in little time and memory. Depends on the readers' public API, and on doors into the
 * packages {@code cli} and {@code train} that are open to this test alone.
 */
@NullMarked
package org.tornadonn.fuzz;

import org.jspecify.annotations.NullMarked;
