package org.tornadonn.benchmarks;

/**
 * How long a process runs a work.
 *
 * @param warmUp seconds that do not count, again and again until the speed stays
 * @param measured seconds that count
 */
public record Times(double warmUp, double measured) {}
