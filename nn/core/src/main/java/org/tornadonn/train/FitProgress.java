package org.tornadonn.train;

/**
 * Where a fit stands after a step.
 *
 * @param epoch counts from 1
 * @param step the step of this epoch, from 1
 * @param steps the steps of an epoch
 * @param loss the loss of this step
 * @param imagesPerSecond samples per second in this epoch so far
 */
public record FitProgress(int epoch, int step, int steps, float loss, double imagesPerSecond) {}
