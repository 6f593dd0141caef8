package org.tornadonn.cli.classify;

/** What scores (logits) say about probabilities: their softmax, in double precision. */
public final class Probabilities {

  private Probabilities() {}

  /**
   * The softmax of some scores.
   *
   * @param at where they begin
   * @param classes how many there are
   */
  public static double[] of(float[] scores, int at, int classes) {
    double rest = logSum(scores, at, classes);
    double[] probabilities = new double[classes];
    for (int c = 0; c < classes; c++) {
      probabilities[c] = Math.exp(scores[at + c] - rest);
    }
    return probabilities;
  }

  /**
   * The mean of −log(probability of the right class).
   *
   * @param scores for each sample one for each class
   * @param labels for each sample its class
   */
  public static double crossEntropy(float[] scores, float[] labels) {
    int classes = scores.length / labels.length;
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum += logSum(scores, i * classes, classes) - scores[i * classes + (int) labels[i]];
    }
    return sum / labels.length;
  }

  /** log(Σ exp(score)); the largest score is taken out first, so that nothing overflows. */
  private static double logSum(float[] scores, int at, int classes) {
    double most = scores[at];
    for (int c = 1; c < classes; c++) {
      most = Math.max(most, scores[at + c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(scores[at + c] - most);
    }
    return most + Math.log(sum);
  }
}
