package org.tornadonn.spark;

/**
 * The likeliest class by scores.
 *
 * @param probability its softmax
 */
record Likeliest(int index, double probability) {

  static Likeliest of(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - scores[best]);
    }
    return new Likeliest(best, 1 / sum);
  }
}
