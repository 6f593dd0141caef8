package org.tornadonn.exec.tornado.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Loads drivers in a JVM of its own, so that one that crashes, hangs, or writes to stdout does so
 * there.
 */
public final class DriverProbe {

  /** How long the drivers of a machine may take to load, together. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String LOADING = "tornado-nn loading ";
  private static final String FAILED = "tornado-nn failed ";
  private static final String DONE = "tornado-nn done";

  private DriverProbe() {}

  /** The other JVM: loads the drivers that are named, and says how each one fares. */
  public static void main(String[] names) {
    var failures = new LinkedHashMap<String, String>();
    try {
      Drivers.find()
          .start(List.of(names), name -> System.out.println("\n" + LOADING + name), failures);
    } catch (Throwable e) { // It is not a driver that fails, so none of them loads.
      var reason = "TornadoVM does not start: " + DriverFailure.plain(Reason.of(e));
      List.of(names).forEach(name -> failures.putIfAbsent(name, reason));
    }
    failures.forEach((name, reason) -> System.out.println("\n" + FAILED + name + " " + reason));
    System.out.println("\n" + DONE);
    // Nothing that a driver does when Java ends matters any more.
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Why drivers do not load, by name; those that do are not in it. */
  public static Map<String, String> failures(List<String> names) {
    var failures = new LinkedHashMap<String, String>();
    var left = names;
    while (!left.isEmpty()) {
      var fatal = run(left, failures);
      if (fatal.isEmpty()) {
        break;
      }
      left = left.stream().filter(name -> !failures.containsKey(name)).toList();
    }
    return failures;
  }

  /** Runs the other JVM; returns the driver that ended it, or nothing. */
  private static String run(List<String> names, Map<String, String> failures) {
    var loading = "";
    var remark = "";
    try {
      var process = OtherJvm.start(DriverProbe.class, names);
      var limit =
          CompletableFuture.runAsync(
              process::destroyForcibly,
              CompletableFuture.delayedExecutor(LIMIT.toSeconds(), TimeUnit.SECONDS));
      try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(LOADING)) {
            loading = line.substring(LOADING.length());
            remark = "";
          } else if (line.startsWith(FAILED)) {
            var words = line.substring(FAILED.length()).split(" ", 2);
            failures.put(words[0], words[1]);
          } else if (line.equals(DONE)) {
            loading = "";
          } else if (!line.isBlank() && !line.startsWith("WARNING: ")) { // Java's own
            remark = ": " + line.strip();
          }
        }
      }
      int code = process.waitFor();
      if (!loading.isEmpty()) {
        failures.put(
            loading,
            limit.isDone()
                ? "the driver does not answer within %d seconds".formatted(LIMIT.toSeconds())
                : "the driver crashes Java (exit code %d%s)".formatted(code, remark));
      }
      limit.cancel(false);
    } catch (IOException e) {
      return ""; // No second JVM can be started here: the drivers get their chance in this one.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
    return loading;
  }
}
