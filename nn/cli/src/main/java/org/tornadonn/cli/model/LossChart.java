package org.tornadonn.cli.model;

import java.util.Arrays;
import java.util.Locale;

/**
 * A curve of losses for the terminal, from before the first epoch to the last.
 *
 * @param losses the first before training, then one for each epoch
 * @param guessing the loss of a pure guess, drawn as a dashed line
 */
record LossChart(double[] losses, double guessing) {

  private static final int HEIGHT = 10;
  private static final int WIDTH = 50;
  private static final int LABEL = 6;

  String text() {
    int count = Math.min(losses.length, WIDTH);
    int step = Math.max(1, (WIDTH - 1) / Math.max(1, count - 1));
    int width = (count - 1) * step + 1;
    double top = top();
    var canvas = new char[HEIGHT + 1][width + 2];
    for (var line : canvas) {
      Arrays.fill(line, ' ');
    }
    Arrays.fill(canvas[row(guessing, top)], '╌');
    for (int x = 0; x < width; x++) {
      double at = (double) x / step;
      int left = Math.min((int) at, count - 1);
      int right = Math.min(left + 1, count - 1);
      double y = loss(left, count) + (at - left) * (loss(right, count) - loss(left, count));
      canvas[row(y, top)][x + 1] = at == left ? '●' : '·';
    }
    var text = new StringBuilder("  loss\n");
    for (int row = 0; row <= HEIGHT; row++) {
      double value = top * (HEIGHT - row) / HEIGHT;
      var line = String.format(Locale.ROOT, "%" + LABEL + ".2f ┤", value) + new String(canvas[row]);
      text.append(
          row == row(guessing, top)
              ? String.format(Locale.ROOT, "%s a guess: %.2f", line, guessing)
              : line.stripTrailing());
      text.append('\n');
    }
    return text.append(axis(count, step, width)).toString();
  }

  /** The loss at a place on the axis, where there may be fewer places than epochs. */
  private double loss(int place, int count) {
    return losses[epoch(place, count)];
  }

  private int epoch(int place, int count) {
    return count == 1 ? 0 : (int) ((long) place * (losses.length - 1) / (count - 1));
  }

  private double top() {
    double highest = Math.max(guessing, Arrays.stream(losses).max().orElse(1));
    double unit = Math.pow(10, Math.floor(Math.log10(highest)));
    for (double nice : new double[] {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10}) {
      if (nice * unit >= highest) {
        return nice * unit;
      }
    }
    return 10 * unit;
  }

  private static int row(double loss, double top) {
    return Math.clamp(Math.round(HEIGHT * (1 - loss / top)), 0, HEIGHT);
  }

  private String axis(int count, int step, int width) {
    var ticks = new char[width + 2];
    Arrays.fill(ticks, '─');
    var labels = new StringBuilder(" ".repeat(LABEL + 3));
    int every = Math.max(1, Math.ceilDiv(5, step));
    for (int place = 0; place < count; place += every) {
      ticks[1 + place * step] = '┴';
      var label = String.valueOf(epoch(place, count));
      int gap = LABEL + 3 + place * step - labels.length();
      labels.append(" ".repeat(Math.max(0, gap))).append(label);
    }
    return " ".repeat(LABEL + 1) + "└" + new String(ticks) + "\n" + labels + "   epoch\n";
  }
}
