package org.tornadonn.fuzz;

import org.jspecify.annotations.Nullable;

/**
 * What reading an input came to.
 *
 * @param thrown null if it was read
 * @param bytes that all threads allocated meanwhile
 * @param nanoseconds of processor time of the reading thread; {@link #ENDLESS} if it did not end
 */
record Outcome(@Nullable Throwable thrown, long bytes, long nanoseconds) {

  static final long ENDLESS = Long.MAX_VALUE;
}
