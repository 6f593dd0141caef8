package org.tornadonn.trace;

/**
 * How the classifier of a trace was trained.
 *
 * @param rows the number of rows it was trained on
 * @param classes the number of classes
 * @param guessing the loss of a model that gives every class the same share: ln classes
 * @param start on the training rows, before the first step
 * @param unseen on as many rows that it was not trained on, after the last step
 * @param summary what these numbers say
 */
public record Training(
    long seed,
    int rows,
    int classes,
    int batchSize,
    String optimizer,
    float learningRate,
    double guessing,
    Score start,
    Score unseen,
    String summary) {}
