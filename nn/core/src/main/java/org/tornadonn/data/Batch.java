package org.tornadonn.data;

/**
 * Samples that are trained on together.
 *
 * @param x {@code count} inputs, one after the other
 * @param y {@code count} targets, one after the other
 * @param count the number of samples, at least 1; the last batch of an epoch may have fewer
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Batch(float[] x, float[] y, int count) {}
