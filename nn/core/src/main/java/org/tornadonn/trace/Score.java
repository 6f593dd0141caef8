package org.tornadonn.trace;

/**
 * How good a classifier is on some rows.
 *
 * @param loss the mean cross-entropy
 * @param accuracy the share of rows whose highest score is that of their class, from 0 to 1
 */
public record Score(double loss, double accuracy) {}
