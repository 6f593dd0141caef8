package org.tornadonn.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Spark's own master and workers as processes on the loopback interface. Their SPARK_HOME is a
 * folder of links to the jars of this test but the library's own. They end with {@link #close}, and
 * with this process.
 */
final class StandaloneCluster implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED =
      Pattern.compile("(Successfully registered) with master");

  private final Path home;
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::kill);
  private String master = "";

  /** Workers alike, with some cores each. */
  StandaloneCluster(Path home, int workers, int cores) throws IOException, InterruptedException {
    this(home, cores, Collections.nCopies(workers, Map.of()));
  }

  /**
   * Starts a master and workers, and waits until they know each other.
   *
   * @param cores of a worker
   * @param workers what the environment of each has besides this process's
   */
  StandaloneCluster(Path home, int cores, List<Map<String, String>> workers)
      throws IOException, InterruptedException {
    this.home = home;
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      var jars = Files.createDirectories(home.resolve("jars"));
      for (var entry : classPath().filter(path -> !isOwn(path)).toList()) {
        var jar = Path.of(entry);
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
      start("master", Map.of(), List.of("org.apache.spark.deploy.master.Master"));
      master = await("master", MASTER);
      for (int i = 0; i < workers.size(); i++) {
        var work = home.resolve("work-" + i).toString();
        start(
            "worker-" + i,
            workers.get(i),
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--cores",
                String.valueOf(cores),
                "--memory",
                "2g",
                "--work-dir",
                work,
                master));
      }
      for (int i = 0; i < workers.size(); i++) {
        await("worker-" + i, REGISTERED);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The folders and jars of this test. */
  static Stream<String> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString());
  }

  /** Whether executors have that from this library, not from Spark's home. */
  static boolean isOwn(String entry) {
    var path = Path.of(entry);
    return !entry.endsWith(".jar") || path.getFileName().toString().startsWith("tornado-");
  }

  /** What Spark's processes need in their environment. */
  Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        home.toString(),
        "SPARK_SCALA_VERSION",
        "2.13",
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "JAVA_HOME",
        System.getProperty("java.home"));
  }

  /** The master's address. */
  String master() {
    return master;
  }

  /** A driver in this process, whose executors have the classes of this test. */
  JavaSparkContext connect(int executors) {
    var own = classPath().filter(StandaloneCluster::isOwn).toList();
    var conf =
        new SparkConf()
            .setMaster(master)
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.executor.memory", "512m")
            .set("spark.executor.cores", "1")
            .set("spark.cores.max", String.valueOf(executors))
            .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
            .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
            .set("spark.executor.extraClassPath", String.join(File.pathSeparator, own))
            .set(
                "spark.executor.extraJavaOptions",
                "--add-modules=jdk.incubator.vector -XX:ActiveProcessorCount=1 -XX:TieredStopAtLevel=1");
    return new JavaSparkContext(conf);
  }

  private void start(String name, Map<String, String> environment, List<String> arguments)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<String>(List.of(java, "-Xmx256m", "-XX:TieredStopAtLevel=1"));
    var log = getClass().getResource("/cluster/log4j2.properties");
    command.addAll(
        List.of(
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
            "-Dlog4j2.configurationFile=" + log,
            "-cp",
            home.resolve("jars") + "/*"));
    command.addAll(arguments.subList(0, 1));
    command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    command.addAll(arguments.subList(1, arguments.size()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment());
    builder.environment().putAll(environment);
    builder.redirectOutput(log(name).toFile());
    processes.add(builder.start());
  }

  private Path log(String name) {
    return home.resolve(name + ".log");
  }

  private String await(String name, Pattern line) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end && processes.stream().allMatch(Process::isAlive)) {
      var found = line.matcher(Files.readString(log(name)));
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(name + " did not start:\n" + Files.readString(log(name)));
  }

  private void kill() {
    for (var process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(hook);
    for (var process : processes) {
      process.onExit().join();
    }
    try (var links = Files.list(home.resolve("jars"))) {
      for (var link : links.toList()) {
        Files.delete(link);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
