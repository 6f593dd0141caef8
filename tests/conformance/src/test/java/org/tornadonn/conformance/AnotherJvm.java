package org.tornadonn.conformance;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How a test starts a JVM beside its own. */
final class AnotherJvm {

  /** What this JVM was started with, but for its agents. */
  static final List<String> FLAGS =
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib"))
          .toList();

  private AnotherJvm() {}

  /** The command line that runs a class of the tests. */
  static List<String> command(List<String> flags, Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
