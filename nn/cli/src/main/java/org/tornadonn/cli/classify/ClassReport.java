package org.tornadonn.cli.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tornadonn.cli.show.Printable;
import org.tornadonn.train.ConfusionMatrix;
import org.tornadonn.train.Evaluation;

/**
 * How a classifier does on samples whose classes are known, as {@code evaluate --json} prints it.
 *
 * @param samples how many there are
 * @param accuracy the share that was put into the right class, from 0 to 1
 * @param loss mean cross-entropy
 * @param classes class by class
 * @param confusion for each true class, how many samples were put into each class
 */
public record ClassReport(
    long samples, double accuracy, double loss, List<Row> classes, List<List<Long>> confusion) {

  /** The most classes whose confusion is shown to people, and whose names are listed. */
  private static final int SHOWN = 20;

  /** The characters of a name at the beginning of a line. */
  private static final int NAME = 14;

  /** The characters of a name above a column. */
  private static final int CELL = 8;

  /**
   * One class.
   *
   * @param samples that belong to it
   * @param precision the share of right answers where it was the answer; 0 where it never was
   * @param recall the share of right answers where it was the truth; 0 where it never was
   * @param f1 their harmonic mean
   */
  record Row(String name, long samples, double precision, double recall, double f1) {}

  public static ClassReport of(Evaluation evaluation, List<String> names) {
    var matrix = new ConfusionMatrix(names.size());
    matrix.add(evaluation.predictions(), evaluation.answers());
    var rows = new ArrayList<Row>();
    var confusion = new ArrayList<List<Long>>();
    for (int c = 0; c < names.size(); c++) {
      int truth = c;
      rows.add(
          new Row(
              names.get(c),
              matrix.support(c),
              matrix.precision(c),
              matrix.recall(c),
              matrix.f1(c)));
      confusion.add(
          IntStream.range(0, names.size())
              .mapToObj(answer -> matrix.count(truth, answer))
              .toList());
    }
    return new ClassReport(
        matrix.samples(),
        matrix.accuracy(),
        Probabilities.crossEntropy(evaluation.predictions(), evaluation.answers()),
        rows,
        confusion);
  }

  /** For people: a table of the classes, then the confusion of up to {@value #SHOWN} classes. */
  public String text() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d samples: accuracy %.1f%%, loss %.4f%n",
            samples,
            100 * accuracy,
            loss));
    text.append("%-14s %8s %10s %8s%n".formatted("class", "samples", "precision", "recall"));
    for (var row : classes) {
      text.append(
          "%-14s %8s %10s %8s%n"
              .formatted(
                  shorten(row.name, NAME),
                  row.samples,
                  percent(row.precision),
                  percent(row.recall)));
    }
    if (classes.size() <= SHOWN) {
      confusion(text);
    }
    return text.toString().stripTrailing();
  }

  private void confusion(StringBuilder text) {
    text.append("%-14s".formatted("truth \\ answer"));
    classes.forEach(row -> text.append(" %8s".formatted(shorten(row.name, CELL))));
    for (int c = 0; c < classes.size(); c++) {
      text.append("%n%-14s".formatted(shorten(classes.get(c).name, NAME)));
      confusion.get(c).forEach(count -> text.append(" %8s".formatted(count)));
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static String shorten(String name, int width) {
    var shown = Printable.line(name);
    int length = shown.codePointCount(0, shown.length());
    return length <= width
        ? shown
        : shown.substring(0, shown.offsetByCodePoints(0, width - 1)) + "…";
  }

  /** The names of classes, not too many of them. */
  public static String names(List<String> classes) {
    var some = String.join(", ", classes.subList(0, Math.min(SHOWN, classes.size())));
    return classes.size() > SHOWN ? some + ", …" : some;
  }
}
