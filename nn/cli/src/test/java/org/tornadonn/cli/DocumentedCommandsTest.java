package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every command and flag in README and docs is one that the command line knows. */
class DocumentedCommandsTest {

  private static final Path ROOT = Path.of("../..");

  private static final Pattern FENCE =
      Pattern.compile("^```\\w*.*?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern CALL = Pattern.compile("(?:^|[ /])tornado-nn ([a-z-].*)");

  /** Flags of other programs. */
  private static final Set<String> FOREIGN =
      Set.of("--add-modules", "--long", "--help", "--break-system-packages");

  private static List<Path> pages() throws Exception {
    var pages =
        new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")));
    for (var folder : List.of("docs", "docker")) {
      try (var files = Files.list(ROOT.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    return pages;
  }

  /** Parses a command line, and returns what is wrong with it; empty if nothing is. */
  private static String wrong(String arguments) {
    var words =
        arguments.replaceAll("\\s#.*", "").replaceAll("[.,;:)]+$", "").strip().split("\\s+");
    try {
      var _ = Main.commandLine().parseArgs(words);
      return "";
    } catch (ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void everyCommandLineIsUnderstood() throws Exception {
    var wrong = new ArrayList<String>();
    int count = 0;
    for (var page : pages()) {
      var text = Files.readString(page);
      var lines = new ArrayList<String>();
      FENCE.matcher(text).results().forEach(block -> lines.addAll(block.group(1).lines().toList()));
      var prose = FENCE.matcher(text).replaceAll("");
      SPAN.matcher(prose).results().forEach(span -> lines.add(span.group(1).replace('\n', ' ')));
      for (var line : lines) {
        var call = CALL.matcher(line);
        if (call.find()) {
          count++;
          var problem = wrong(call.group(1));
          if (!problem.isEmpty()) {
            wrong.add("%s: %s: %s".formatted(page.getFileName(), line, problem));
          }
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(count >= 15, count + " commands found");
  }

  @Test
  void everyFlagInTheTextIsOneOfACommand() throws Exception {
    var known = new HashSet<String>(FOREIGN);
    addFlags(Main.commandLine(), known);
    var unknown = new ArrayList<String>();
    for (var page : List.of("README.md", "docs/devices.md", "docs/training.md", "docs/files.md")) {
      var prose = FENCE.matcher(Files.readString(ROOT.resolve(page))).replaceAll("");
      SPAN.matcher(prose)
          .results()
          .map(span -> span.group(1))
          .filter(span -> !span.startsWith("scripts/") && !span.startsWith("java "))
          .flatMap(span -> List.of(span.split("\\s+")).stream())
          .filter(word -> word.startsWith("--"))
          .map(word -> word.split("=", 2)[0])
          .filter(flag -> !known.contains(flag))
          .forEach(flag -> unknown.add(page + ": " + flag));
    }
    assertEquals(List.of(), unknown);
  }

  private static void addFlags(CommandLine command, Set<String> flags) {
    flags.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(below -> addFlags(below, flags));
  }

  @Test
  void aWrongFlagIsFound() {
    assertTrue(wrong("train --data pictures --epoch-count 3").contains("--epoch-count"));
    assertTrue(wrong("trian --data pictures").contains("trian"));
    assertEquals("", wrong("train --data pictures --epochs 3  # a comment"));
  }
}
