package org.tornadonn.benchmarks;

import java.util.List;
import java.util.Locale;

/** Ratios as bars on a logarithmic axis: to the right of the line at 1 this library is faster. */
record Picture(Machine machine, Table table) {

  private static final List<String> COLOURS =
      List.of(
          "#0072b2", "#e69f00", "#d55e00", "#a63603", "#009e73", "#cc79a7", "#56b4e9", "#666666",
          "#b2a100");

  private static final List<Double> TICKS =
      List.of(0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0);
  private static final int LEFT = 230;
  private static final int PLOT = 640;
  private static final int RIGHT = 60;
  private static final int BAR = 10;
  private static final int GAP = 10;
  private static final int TOP = 78;

  /** The picture as an SVG file. */
  String svg() {
    int bars = table.results().stream().mapToInt(this::bars).sum();
    int legend = 16 * ((table.peers().size() + 1) / 2);
    int top = TOP + legend;
    int height = top + bars * BAR + table.results().size() * GAP + 36;
    var svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="11">
        <rect width="100%%" height="100%%" fill="white"/>
        <text x="16" y="26" font-size="16" font-weight="bold">tornado-nn on the JVM beside its peers: throughput, ours / peer</text>
        <text x="16" y="44" fill="#444">%3$s</text>
        <text x="16" y="60" fill="#444">Right of the line at 1 this library is faster. Whiskers: extremes of the rounds.</text>
        """
            .formatted(LEFT + PLOT + RIGHT, height, escaped(machine.toString())));
    legend(svg);
    for (double tick : TICKS) {
      svg.append(line(x(tick), top - 4, x(tick), height - 26, tick == 1 ? "#000" : "#ddd"));
      svg.append(
          text(
              x(tick),
              height - 12,
              "middle",
              tick < 1 ? String.valueOf(tick) : "%.0f".formatted(tick)));
    }
    int y = top;
    for (var result : table.results()) {
      y = bars(svg, result, y) + GAP;
    }
    return svg.append("</svg>\n").toString();
  }

  private int bars(Result result) {
    return Math.max(1, (int) table.peers().stream().filter(p -> p.does(result.work())).count());
  }

  private void legend(StringBuilder svg) {
    for (int i = 0; i < table.peers().size(); i++) {
      int x = 16 + i % 2 * 450;
      int y = TOP + i / 2 * 16;
      svg.append(bar(x, y - 9, 10, 9, COLOURS.get(i % COLOURS.size())));
      var peer = table.peers().get(i);
      svg.append(text(x + 15, y, "start", peer.name() + ": " + peer.description()));
    }
  }

  private int bars(StringBuilder svg, Result result, int top) {
    svg.append(text(LEFT - 8, top + bars(result) * BAR / 2 + 4, "end", result.work().toString()));
    int y = top;
    for (int i = 0; i < table.peers().size(); i++) {
      var peer = table.peers().get(i);
      if (!peer.does(result.work())) {
        continue;
      }
      var ratio = result.ratio(peer.name());
      if (ratio.isPresent()) {
        bar(svg, ratio.get(), y, COLOURS.get(i % COLOURS.size()));
      } else {
        svg.append(text(x(1) + 4, y + BAR - 2, "start", "failed"));
      }
      y += BAR;
    }
    return Math.max(y, top + BAR);
  }

  private static void bar(StringBuilder svg, Median ratio, int y, String colour) {
    double from = Math.min(x(1), x(ratio.value()));
    double to = Math.max(x(1), x(ratio.value()));
    svg.append(bar(from, y, Math.max(to - from, 1), BAR - 2, colour));
    double middle = y + BAR / 2.0 - 1;
    svg.append(line(x(ratio.least()), middle, x(ratio.most()), middle, "#000"));
    svg.append(
        """
        <text x="%.1f" y="%d" font-size="9">%.2f</text>
        """
            .formatted(Math.max(to, x(ratio.most())) + 4, y + BAR - 2, ratio.value()));
  }

  private static double x(double ratio) {
    double least = TICKS.getFirst();
    double most = TICKS.getLast();
    double share = Math.log(Math.clamp(ratio, least, most) / least) / Math.log(most / least);
    return LEFT + PLOT * share;
  }

  private static String bar(double x, double y, double width, double height, String colour) {
    return String.format(
        Locale.ROOT,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
        x,
        y,
        width,
        height,
        colour);
  }

  private static String line(double x1, double y1, double x2, double y2, String colour) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
        x1,
        y1,
        x2,
        y2,
        colour);
  }

  private static String text(double x, double y, String anchor, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
