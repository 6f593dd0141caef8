package org.tornadonn.cli.predict;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tornadonn.cli.classify.Probabilities;
import org.tornadonn.cli.show.Printable;

/**
 * The most likely classes of a sample, as {@code predict --json} prints them.
 *
 * @param input the file, or the file and the row
 * @param answers the likeliest first
 */
record ClassPrediction(String input, List<Answer> answers) {

  /** A class and its probability. */
  record Answer(String name, double probability) {}

  /**
   * The likeliest classes by scores.
   *
   * @param at where the scores of this sample begin
   * @param top how many classes are named
   * @throws org.tornadonn.data.DataException if a score is NaN or infinite
   */
  static ClassPrediction of(String input, float[] scores, int at, List<String> classes, int top) {
    FiniteOutputs.require(input, scores, at, classes.size());
    double[] probabilities = Probabilities.of(scores, at, classes.size());
    var answers =
        IntStream.range(0, classes.size())
            .mapToObj(c -> new Answer(classes.get(c), probabilities[c]))
            .sorted((a, b) -> Double.compare(b.probability, a.probability))
            .limit(top)
            .toList();
    return new ClassPrediction(input, answers);
  }

  /** For people: {@code 97.3% cat, 2.1% dog photo.jpg}. */
  String text() {
    return answers.stream()
            .map(
                a ->
                    String.format(
                        Locale.ROOT, "%5.1f%% %s", 100 * a.probability, Printable.line(a.name)))
            .collect(Collectors.joining(", "))
        + "  "
        + Printable.line(input);
  }
}
