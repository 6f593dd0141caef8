package org.tornadonn.spark;

import org.tornadonn.train.Accuracy;

/**
 * The likeliest class by scores.
 *
 * @param probability its softmax
 */
record Likeliest(int index, double probability) {

  static Likeliest of(float[] scores) {
    int best = Accuracy.highest(scores, 0, scores.length);
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - scores[best]);
    }
    return new Likeliest(best, 1 / sum);
  }
}
