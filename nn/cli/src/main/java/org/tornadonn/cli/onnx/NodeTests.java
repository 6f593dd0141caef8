package org.tornadonn.cli.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.tornadonn.cli.onnx.Outcome.Kind;
import org.tornadonn.device.Device;
import org.tornadonn.onnx.tensor.Reason;

/** Runs every test below a folder, and says what came of each. */
public final class NodeTests {

  private NodeTests() {}

  /**
   * Prints one line for each test, how many were refused for which reason, and a line of JSON. Ends
   * with 1 if a test gave other numbers or broke, with 2 if there is none.
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("Usage: onnx-tests FOLDER [DEVICE]");
      System.exit(2);
    }
    var tests = tests(Path.of(args[0]));
    if (tests.isEmpty()) {
      System.err.printf("%s has no folder test_… with a model.onnx in it.%n", args[0]);
      System.exit(2);
    }
    var counts = new EnumMap<Kind, Integer>(Kind.class);
    var reasons = new EnumMap<Reason, Integer>(Reason.class);
    try (var executor = Device.of(args.length == 2 ? args[1] : "jvm").open()) {
      for (var test : tests) {
        var outcome = test.run(executor);
        counts.merge(outcome.kind(), 1, Integer::sum);
        if (outcome.reason() != null) {
          reasons.merge(outcome.reason(), 1, Integer::sum);
        }
        System.out.println(line(test, outcome));
      }
    }
    print(reasons);
    System.out.printf(
        "{\"tests\":%d,\"passed\":%d,\"wrong\":%d,\"refused\":%d,\"failed\":%d}%n",
        tests.size(),
        counts.getOrDefault(Kind.PASSED, 0),
        counts.getOrDefault(Kind.WRONG, 0),
        counts.getOrDefault(Kind.REFUSED, 0),
        counts.getOrDefault(Kind.FAILED, 0));
    System.exit(counts.containsKey(Kind.WRONG) || counts.containsKey(Kind.FAILED) ? 1 : 0);
  }

  private static List<NodeTest> tests(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.endsWith("model.onnx"))
          .map(path -> new NodeTest(path.toAbsolutePath().resolveSibling("").normalize()))
          .filter(test -> test.name().startsWith("test_"))
          .sorted(Comparator.comparing(NodeTest::name))
          .toList();
    }
  }

  private static String line(NodeTest test, Outcome outcome) {
    var kind = outcome.kind().name().toLowerCase(Locale.ROOT);
    var reason = outcome.reason() == null ? "" : outcome.reason().words() + ": ";
    return outcome.words().isEmpty()
        ? "%-7s %s".formatted(kind, test.name())
        : "%-7s %s: %s%s"
            .formatted(kind, test.name(), reason, outcome.words().replaceAll("\\p{C}", " "));
  }

  private static void print(Map<Reason, Integer> reasons) {
    if (reasons.isEmpty()) {
      return;
    }
    System.out.println("refused:");
    reasons.entrySet().stream()
        .sorted(Map.Entry.<Reason, Integer>comparingByValue().reversed())
        .forEach(entry -> System.out.printf("%6d  %s%n", entry.getValue(), entry.getKey().words()));
  }
}
