package org.tornadonn.train;

/**
 * Scores of classes beside answers, of which a sample may have several: {@code (classes, places)}
 * of each sample, and {@code (places)}.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PlacedScores(float[] scores, float[] answers, int samples) {

  PlacedScores {
    if (samples < 1
        || answers.length == 0
        || answers.length % samples != 0
        || scores.length == 0
        || scores.length % answers.length != 0) {
      throw new IllegalArgumentException(
          "%d scores cannot be compared with %d classes of %d samples."
              .formatted(scores.length, answers.length, samples));
    }
  }

  /** How many classes there are. */
  int width() {
    return scores.length / answers.length;
  }

  private int places() {
    return answers.length / samples;
  }

  private int at(int answer) {
    return answer / places() * places() * width() + answer % places();
  }

  /** The class with the highest score where an answer belongs. */
  int highest(int answer) {
    return Accuracy.highest(scores, at(answer), width(), places());
  }

  /** Whether all scores there are numbers. */
  boolean isNumber(int answer) {
    return !Float.isNaN(scores[at(answer) + highest(answer) * places()]);
  }
}
