package org.tornadonn.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.tornadonn.json.JsonFault;
import org.tornadonn.json.StrictJson;

/**
 * What is left of the {@code metrics.jsonl} of a run: a line that is no epoch's, because a disk or
 * an editor has damaged it, is lost, and the others are not.
 *
 * @param lines by their epochs; of two for the same epoch, the later
 * @param damaged how many there were beside them
 */
record MetricsFile(TreeMap<Integer, String> lines, int damaged) {

  private static final String EPOCH = "epoch";

  /**
   * Reads a file.
   *
   * @param file need not be there
   * @throws IOException if it cannot be read at all
   */
  static MetricsFile read(Path file) throws IOException {
    var lines = new TreeMap<Integer, String>();
    int damaged = 0;
    // Not Files.readString, which takes none of a file with one byte that is no UTF-8.
    var text =
        Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    for (var line : text.lines().filter(line -> !line.isBlank()).toList()) {
      int epoch = epoch(line);
      if (epoch > 0) {
        lines.put(epoch, line);
      } else {
        damaged++;
      }
    }
    return new MetricsFile(lines, damaged);
  }

  /** The epoch of a line; 0 if it is no epoch's. */
  private static int epoch(String line) {
    try {
      var node = StrictJson.tree(line);
      return isNumber(node, EPOCH)
              && isNumber(node, "trainLoss")
              && isNumber(node, "imagesPerSecond")
              && isNumber(node, "seconds")
          ? node.get(EPOCH).asInt()
          : 0;
    } catch (JsonFault e) {
      return 0;
    }
  }

  private static boolean isNumber(JsonNode node, String name) {
    return node.path(name).isNumber();
  }

  /** Says on stderr what is lost, if something is. */
  void warn(Path file) {
    if (damaged > 0) {
      System.err.printf("%s: %d damaged lines are left out%n", file, damaged);
    }
  }
}
