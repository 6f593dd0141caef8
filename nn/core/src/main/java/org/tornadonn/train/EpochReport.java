package org.tornadonn.train;

import org.jspecify.annotations.Nullable;

/**
 * What an epoch came to.
 *
 * @param epoch counts from 1
 * @param trainLoss the mean of the training losses, each taken before its step
 * @param validation predictions on the validation set after the epoch; null without one
 * @param imagesPerSecond training samples per second, images or not
 * @param seconds time for training, validation not counted
 * @param learningRate that of the last step
 */
public record EpochReport(
    int epoch,
    double trainLoss,
    @Nullable Evaluation validation,
    double imagesPerSecond,
    double seconds,
    float learningRate) {}
