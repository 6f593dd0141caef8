package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tornadonn.cli.Cli.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that README gives beside data that it makes do what they say on these data. */
class ReadmeTest {

  private static final Pattern BLOCK =
      Pattern.compile(
          "^```\\n(awk .*?> flowers.csv)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  @TempDir Path folder = Path.of(".");

  @Test
  void flowersAreLearnt() throws IOException, InterruptedException {
    var text = Files.readString(Path.of("../../README.md"));
    var block = BLOCK.matcher(text);
    assertTrue(block.find(), "README makes flowers.csv");
    assumeTrue(hasAwk(), "there is no awk");
    var shell = new ProcessBuilder("sh", "-c", block.group(1)).directory(folder.toFile()).start();
    assertEquals(0, shell.waitFor());
    var lines = block.group(2).lines().map(line -> line.replaceAll("\\s+#.*", "")).toList();
    assertEquals(4, lines.size(), block.group(2));
    for (var line : lines) {
      var words =
          Arrays.stream(line.split(" "))
              .skip(1)
              .map(word -> word.startsWith("runs/") ? folder.resolve(word).toString() : word)
              .map(word -> word.equals("flowers.csv") ? folder.resolve(word).toString() : word);
      var cli = done(Cli.run(words.toArray()));
      if (line.contains("--find-lr")) {
        double rate = Double.parseDouble(cli.out());
        assertTrue(rate > 1e-4 && rate < 1, cli.out());
      }
      if (line.contains(" evaluate ")) {
        assertTrue(cli.out().startsWith("300 samples: accuracy "), cli.out());
      }
      if (line.contains(" predict ")) {
        assertEquals(300, cli.out().lines().count());
      }
    }
    var searches =
        text.lines().filter(line -> line.contains("--find-lr") && line.contains("tornado-nn"));
    assertEquals(List.of(), searches.filter(line -> !block.group(2).contains(line)).toList());
  }

  private static boolean hasAwk() throws InterruptedException {
    try {
      return new ProcessBuilder("awk", "BEGIN { exit 0 }").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
