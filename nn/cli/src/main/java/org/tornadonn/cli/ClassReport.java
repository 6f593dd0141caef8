package org.tornadonn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.train.Accuracy;
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
record ClassReport(
    int samples, double accuracy, double loss, List<Row> classes, List<List<Integer>> confusion) {

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
   * @param precision the share of right answers where it was the answer; null where it never was
   * @param recall the share of right answers where it was the truth; null where it never was
   */
  record Row(String name, int samples, @Nullable Double precision, @Nullable Double recall) {}

  static ClassReport of(Evaluation evaluation, List<String> names) {
    float[] scores = evaluation.predictions();
    float[] labels = evaluation.answers();
    int classes = names.size();
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < labels.length; i++) {
      counts[(int) labels[i]][Accuracy.highest(scores, i * classes, classes)]++;
    }
    var rows = new ArrayList<Row>();
    var confusion = new ArrayList<List<Integer>>();
    for (int c = 0; c < classes; c++) {
      int truth = 0;
      int answered = 0;
      var row = new ArrayList<Integer>();
      for (int other = 0; other < classes; other++) {
        truth += counts[c][other];
        answered += counts[other][c];
        row.add(counts[c][other]);
      }
      rows.add(new Row(names.get(c), truth, share(counts[c][c], answered), share(counts[c][c], truth)));
      confusion.add(row);
    }
    return new ClassReport(
        labels.length,
        Accuracy.of(scores, labels).share(),
        Probabilities.crossEntropy(scores, labels),
        rows,
        confusion);
  }

  private static @Nullable Double share(int part, int whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  /** For people: a table of the classes, then the confusion of up to {@value #SHOWN} classes. */
  String text() {
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
          "%-14s %8d %10s %8s%n"
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
      confusion.get(c).forEach(count -> text.append(" %8d".formatted(count)));
    }
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  private static String shorten(String name, int width) {
    return name.length() <= width ? name : name.substring(0, width - 1) + "…";
  }

  /** The names of classes, not too many of them. */
  static String names(List<String> classes) {
    var some = String.join(", ", classes.subList(0, Math.min(SHOWN, classes.size())));
    return classes.size() > SHOWN ? some + ", …" : some;
  }
}
