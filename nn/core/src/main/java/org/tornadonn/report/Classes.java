package org.tornadonn.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.train.Accuracy;
import org.tornadonn.train.ConfusionMatrix;

/**
 * Predicted classes.
 *
 * @param from where the samples are from: {@code validation set}
 * @param samples how many there were
 * @param accuracy the share of right answers, from 0 to 1
 * @param classes how well each was told from the others
 * @param confusion a row for each true class, a column for each predicted one: how many samples;
 *     empty with more than {@value #MOST} classes
 * @param mistakes which class was taken for which other one, the most frequent first; at most ten
 * @param shown the first samples
 * @param worst those whose true class got the smallest probability, the smallest first
 */
public record Classes(
    String from,
    int samples,
    double accuracy,
    List<Score> classes,
    List<List<Long>> confusion,
    List<Mistake> mistakes,
    List<Sample> shown,
    List<Sample> worst)
    implements Outcome {

  /** The most classes whose confusion matrix can be read. */
  private static final int MOST = 32;

  private static final int MISTAKES = 10;

  /**
   * How well a class was told from the others.
   *
   * @param name what it is called
   * @param samples how many samples are of this class
   * @param precision which share of those that were taken for it are of it; null if none was
   * @param recall which share of those that are of it were taken for it; null if there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Score(
      String name, long samples, @Nullable Double precision, @Nullable Double recall) {}

  /**
   * One class that was taken for another.
   *
   * @param truth the name of the true class
   * @param predicted the name of the other one
   * @param samples how often
   */
  public record Mistake(String truth, String predicted, long samples) {}

  /**
   * A sample and its class.
   *
   * @param name what it is called
   * @param picture a PNG in base64; null if the input is no picture
   * @param truth the name of its class
   * @param predicted the name of the class with the highest score
   * @param truthShare the softmax of the true class's score, from 0 to 1
   * @param predictedShare that of the predicted one
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Sample(
      String name,
      @Nullable String picture,
      String truth,
      String predicted,
      double truthShare,
      double predictedShare) {}

  public Classes {
    classes = List.copyOf(classes);
    confusion = List.copyOf(confusion);
    mistakes = List.copyOf(mistakes);
    shown = List.copyOf(shown);
    worst = List.copyOf(worst);
  }

  /**
   * Reads predictions as scores before a softmax, one for each class, and answers as classes.
   *
   * @param names what the classes are called, in the order of the scores
   * @throws IllegalArgumentException if there are not as many scores as names
   */
  public static Classes of(Predicted predicted, List<String> names) {
    var scores = predicted.evaluation().predictions();
    var answers = predicted.evaluation().answers();
    int width = names.size();
    if (scores.length != answers.length * width) {
      throw new IllegalArgumentException(
          "%d scores of %d samples are not one for each of %d classes."
              .formatted(scores.length, answers.length, width));
    }
    var matrix = new ConfusionMatrix(width);
    matrix.add(scores, answers);
    var errors = new double[answers.length];
    for (int i = 0; i < answers.length; i++) {
      errors[i] = 1 - share(scores, i * width, width, (int) answers[i]);
    }
    return new Classes(
        predicted.from(),
        answers.length,
        matrix.accuracy(),
        scores(matrix, names),
        width > MOST ? List.of() : rows(matrix),
        mistakes(matrix, names),
        samples(predicted, predicted.first(), names),
        samples(predicted, Predicted.worst(errors), names));
  }

  /** The softmax of one of some scores. */
  private static double share(float[] scores, int at, int width, int which) {
    double sum = 0;
    for (int c = 0; c < width; c++) {
      sum += Math.exp((double) scores[at + c] - scores[at + which]);
    }
    return 1 / sum;
  }

  private static List<Score> scores(ConfusionMatrix matrix, List<String> names) {
    var scores = new ArrayList<Score>();
    for (int c = 0; c < matrix.classes(); c++) {
      scores.add(
          new Score(
              names.get(c),
              matrix.support(c),
              matrix.predicted(c) == 0 ? null : matrix.precision(c),
              matrix.support(c) == 0 ? null : matrix.recall(c)));
    }
    return scores;
  }

  private static List<List<Long>> rows(ConfusionMatrix matrix) {
    return IntStream.range(0, matrix.classes())
        .mapToObj(
            truth ->
                IntStream.range(0, matrix.classes())
                    .mapToObj(taken -> matrix.count(truth, taken))
                    .toList())
        .toList();
  }

  private static List<Mistake> mistakes(ConfusionMatrix matrix, List<String> names) {
    var mistakes = new ArrayList<Mistake>();
    for (int truth = 0; truth < matrix.classes(); truth++) {
      for (int taken = 0; taken < matrix.classes(); taken++) {
        if (truth != taken && matrix.count(truth, taken) > 0) {
          mistakes.add(new Mistake(names.get(truth), names.get(taken), matrix.count(truth, taken)));
        }
      }
    }
    mistakes.sort(Comparator.comparingLong(Mistake::samples).reversed());
    return mistakes.subList(0, Math.min(MISTAKES, mistakes.size()));
  }

  private static List<Sample> samples(
      Predicted predicted, List<Integer> which, List<String> names) {
    var scores = predicted.evaluation().predictions();
    int width = names.size();
    return which.stream()
        .map(
            i -> {
              int truth = (int) predicted.evaluation().answers()[i];
              int taken = Accuracy.highest(scores, i * width, width);
              return new Sample(
                  predicted.data().name(i),
                  predicted.picture(i),
                  names.get(truth),
                  names.get(taken),
                  share(scores, i * width, width, truth),
                  share(scores, i * width, width, taken));
            })
        .toList();
  }
}
