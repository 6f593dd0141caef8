package org.tornadonn.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import org.tornadonn.cli.Main;

/**
 * What Spark's bin/spark-submit does: its launcher says how to start Java, then that is started.
 * The library's jars are sent, as the guide shows.
 */
final class SparkSubmit {

  private final StandaloneCluster cluster;
  private final String jars;

  /**
   * Collects the library's jars.
   *
   * @param folder receives jars of what is built, but not packed yet
   */
  SparkSubmit(StandaloneCluster cluster, Path folder) throws IOException {
    this.cluster = cluster;
    var all = new ArrayList<String>();
    for (var entry : StandaloneCluster.classPath().filter(StandaloneCluster::isOwn).toList()) {
      all.add(entry.endsWith(".jar") ? entry : pack(Path.of(entry), folder, all.size()).toString());
    }
    this.jars = String.join(",", all);
  }

  private static Path pack(Path classes, Path folder, int number) throws IOException {
    var file = folder.resolve("own-" + number + ".jar");
    try (var jar = new JarOutputStream(Files.newOutputStream(file));
        var found = Files.walk(classes)) {
      for (var one : found.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(one).toString().replace('\\', '/')));
        Files.copy(one, jar);
      }
    }
    return file;
  }

  /** Runs the command line to its end; returns what it said if it ended well. */
  String run(String... arguments) throws IOException, InterruptedException {
    var submitted =
        new ArrayList<String>(
            List.of(
                "--master",
                cluster.master(),
                "--jars",
                jars,
                "--conf",
                "spark.executor.memory=512m",
                "--conf",
                "spark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector -XX:TieredStopAtLevel=1",
                "--driver-java-options",
                "--add-modules=jdk.incubator.vector -XX:TieredStopAtLevel=1",
                "--class",
                Main.class.getName(),
                jars.substring(0, jars.indexOf(','))));
    submitted.addAll(List.of(arguments));
    submitted.addAll(List.of("--spark", cluster.master()));
    return ended(command(submitted));
  }

  private List<String> command(List<String> submitted) throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var launcher =
        new ArrayList<String>(
            List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of(cluster.environment().get("SPARK_HOME"), "jars") + "/*",
                "org.apache.spark.launcher.Main",
                "org.apache.spark.deploy.SparkSubmit"));
    launcher.addAll(submitted);
    // Whatever else there is to say comes before the first NUL.
    return List.of(ended(launcher).split("\0\n", 2)[1].split("\0"));
  }

  private String ended(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(cluster.environment());
    var process = builder.start();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      var said = output.lines().collect(Collectors.joining("\n"));
      if (process.waitFor() != 0) {
        throw new AssertionError("Exit code " + process.exitValue() + ":\n" + said);
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
