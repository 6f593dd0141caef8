package org.tornadonn.report;

/**
 * Something that is measured after every epoch, beside the loss.
 *
 * @param name what it is called: {@code median error}
 * @param unit what its numbers are counted in: {@code °}, {@code %} (shares from 0 to 1), or
 *     nothing
 * @param higherIsBetter which way it shall go
 */
public record Measure(String name, String unit, boolean higherIsBetter) {}
