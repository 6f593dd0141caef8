package org.tornadonn.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Functions of {@code op.F} beside PyTorch's, forward and with their gradients: one thread each, by
 * turns, in processor time, so that what else the machine does counts little. Gradients are those
 * of a weighted sum of the result.
 *
 * @param python the interpreter that has PyTorch
 * @param rounds how often each is measured; the best counts
 * @param seconds of each measurement
 */
record FunctionBench(String python, int rounds, double seconds) {

  /**
   * What was measured.
   *
   * @param ours microseconds
   * @param theirs microseconds
   */
  record Row(String name, double ours, double theirs) {

    double ratio() {
      return ours / theirs;
    }
  }

  /**
   * Measures and prints, the slowest last.
   *
   * @throws IOException if Python fails
   */
  List<Row> run(Predicate<String> wanted, Path folder) throws IOException {
    var rows = new ArrayList<Row>();
    System.out.printf("%-40s %11s %11s %7s%n", "function", "ours µs", "PyTorch µs", "ratio");
    try (var peer = new PythonFunctions(python, folder)) {
      for (var function : FunctionCases.all()) {
        if (wanted.test(function.name())) {
          rows.add(row(function, false, peer));
          print(rows.getLast());
          if (function.trains()) {
            rows.add(row(function, true, peer));
            print(rows.getLast());
          }
        }
      }
    }
    System.out.printf("%nThe slowest beside PyTorch:%n");
    rows.stream()
        .sorted(Comparator.comparingDouble(Row::ratio).reversed())
        .limit(20)
        .forEach(FunctionBench::print);
    return rows;
  }

  private Row row(FunctionCase function, boolean gradient, PythonFunctions peer)
      throws IOException {
    try (var ours = FunctionRun.open(function, gradient)) {
      double there = peer.open(function, ours);
      double here = ours.mean();
      if (!(Math.abs(here - there) <= 1e-2 * Math.max(Math.abs(there), 1e-3))) {
        throw new IllegalStateException(
            "%s: the mean of the result is %s, and %s in PyTorch: this is not the same function."
                .formatted(function.name(), here, there));
      }
      ours.measure(5 * seconds);
      peer.measure(seconds);
      double best = Double.MAX_VALUE;
      double peers = Double.MAX_VALUE;
      for (int round = 0; round < rounds; round++) {
        best = Math.min(best, ours.measure(seconds));
        peers = Math.min(peers, peer.measure(seconds));
      }
      var name = gradient ? function.name() + ", gradients" : function.name();
      return new Row(name, 1e6 * best, 1e6 * peers);
    }
  }

  private static void print(Row row) {
    System.out.printf(
        Locale.ROOT,
        "%-40s %11s %11s %7.2f%n",
        row.name(),
        Digits.three(row.ours()),
        Digits.three(row.theirs()),
        row.ratio());
  }
}
