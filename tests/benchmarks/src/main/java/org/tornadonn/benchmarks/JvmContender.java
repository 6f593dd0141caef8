package org.tornadonn.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A library in a JVM of its own.
 *
 * @param library the {@link Library}
 * @param isBuilt whether it builds a network of its own for each of ours, which it can for chains
 *     of plain layers; otherwise it is given ours
 * @param environment variables of its process
 * @param options of its JVM
 */
record JvmContender(
    String name,
    String description,
    String library,
    boolean trains,
    boolean isPyTorch,
    boolean isBuilt,
    Map<String, String> environment,
    List<String> options)
    implements Contender {

  /** This library. */
  static JvmContender ours() {
    return new JvmContender(
        TornadoNn.NAME,
        "this library on the plain JVM",
        TornadoNn.NAME,
        true,
        false,
        false,
        Map.of(),
        List.of());
  }

  /** The machine itself: not a library, but measured in the same way. */
  static JvmContender ceilings() {
    return new JvmContender(
        Worker.CEILINGS,
        "FMA peak and memory bandwidth",
        Worker.CEILINGS,
        true,
        false,
        false,
        Map.of(),
        List.of());
  }

  @Override
  public boolean has(Network network) {
    return !isBuilt || !network.chain().isEmpty();
  }

  @Override
  public ProcessBuilder process(Work work, int threads, Times times, Path folder) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:ActiveProcessorCount=" + threads);
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of(Worker.class.getName(), library, work.name()));
    command.add(String.valueOf(threads));
    command.add(String.valueOf(times.warmUp()));
    command.add(String.valueOf(times.measured()));
    var process = new ProcessBuilder(command);
    // Not as an argument: ONNX Runtime 1.29 crashes where the command line is longer than 4 KB.
    process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    process.environment().putAll(environment);
    Contender.limitThreads(process, threads);
    return process;
  }
}
