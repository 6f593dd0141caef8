package org.tornadonn.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Results as text: a line for each work, a column for each peer.
 *
 * @param peers in the order of their columns
 */
record Table(List<Contender> peers, List<Result> results) {

  /** The name of the column of the fastest of all that are PyTorch. */
  static final String BEST_PYTORCH = "best torch";

  @Override
  public String toString() {
    var lines = new ArrayList<List<String>>();
    lines.add(header());
    results.forEach(result -> lines.add(line(result)));
    var text = new StringBuilder();
    for (var line : lines) {
      for (int column = 0; column < line.size(); column++) {
        int c = column;
        int width = lines.stream().mapToInt(l -> l.get(c).length()).max().orElse(0);
        var format = column == 0 ? "%-" + width + "s" : "  %" + width + "s";
        text.append(format.formatted(line.get(column)));
      }
      text.append(System.lineSeparator());
    }
    results.forEach(result -> remarks(result, text));
    return text.toString();
  }

  private List<String> header() {
    var header = new ArrayList<>(List.of("ours / peer", "ours, 1/s", "spread", "of peak"));
    peers.forEach(peer -> header.add(peer.name()));
    if (hasPyTorch()) {
      header.add(BEST_PYTORCH);
    }
    return header;
  }

  private List<String> line(Result result) {
    var line = new ArrayList<String>();
    var ours = result.samples(TornadoNn.NAME);
    line.add(result.work().toString());
    line.add(ours.map(median -> Digits.three(median.value())).orElse("failed"));
    line.add(ours.map(Median::spread).orElse(""));
    line.add(
        result
            .ofPeak(TornadoNn.NAME)
            .map(median -> "%.0f%%".formatted(100 * median.value()))
            .orElse(""));
    peers.forEach(peer -> line.add(ratio(result, peer)));
    if (hasPyTorch()) {
      line.add(bestPyTorch(result).flatMap(result::ratio).map(Table::number).orElse("–"));
    }
    return line;
  }

  private boolean hasPyTorch() {
    return peers.stream().anyMatch(Contender::isPyTorch);
  }

  /** The fastest of all that are PyTorch. */
  Optional<String> bestPyTorch(Result result) {
    return result.fastest(
        peers.stream().filter(Contender::isPyTorch).map(Contender::name).toList());
  }

  private static String ratio(Result result, Contender peer) {
    if (!peer.does(result.work())) {
      return "–";
    }
    var differs = result.disagreements().containsKey(peer.name()) ? " ≠" : "";
    return result
        .ratio(peer.name())
        .map(median -> (number(median) + " " + median.spread()).strip() + differs)
        .orElse("failed");
  }

  private static String number(Median ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio.value());
  }

  private static void remarks(Result result, StringBuilder text) {
    result
        .disagreements()
        .forEach((name, why) -> text.append("≠ %s, %s: %s%n".formatted(result.work(), name, why)));
    result
        .failures()
        .forEach(
            (name, why) ->
                text.append("%s failed at %s: %s%n".formatted(name, result.work(), why)));
  }
}
