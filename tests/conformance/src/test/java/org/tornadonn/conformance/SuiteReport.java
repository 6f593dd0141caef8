package org.tornadonn.conformance;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * What a run of JUnit came to, printed at its end: for each device how many cases passed, which
 * were skipped and why, and the largest error of each operation as a share of its tolerance. Where
 * several JVMs run the suite, each class is a run. JUnit finds it in {@code META-INF/services}.
 */
public final class SuiteReport implements BeforeAllCallback, InvocationInterceptor {

  private static final Map<String, Tally> TALLIES = new LinkedHashMap<>();

  /** What has still to be named. */
  private static Map<String, String> missing = DevicesUnderTest.get().missing();

  /** What one device came to. */
  private static final class Tally {
    int cases;
    int passed;
    final Map<String, Integer> skipped = new TreeMap<>();
    final Map<String, Double> largest = new TreeMap<>();
  }

  private static synchronized Tally of(DeviceUnderTest device) {
    return TALLIES.computeIfAbsent(device.name(), name -> new Tally());
  }

  /** Notes how much of its tolerance an operation used up on a device. */
  static synchronized void note(DeviceUnderTest device, String operation, double share) {
    of(device).largest.merge(operation, share, Math::max);
  }

  private static synchronized void count(DeviceUnderTest device, boolean passed, String skipped) {
    var tally = of(device);
    tally.cases++;
    tally.passed += passed ? 1 : 0;
    if (!skipped.isEmpty()) {
      tally.skipped.merge(skipped, 1, Integer::sum);
    }
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> call,
      ExtensionContext context)
      throws Throwable {
    var devices =
        call.getArguments().stream()
            .filter(DeviceUnderTest.class::isInstance)
            .map(DeviceUnderTest.class::cast)
            .toList();
    if (devices.isEmpty()) {
      invocation.proceed();
      return;
    }
    boolean passed = false;
    var skipped = "";
    try {
      invocation.proceed();
      passed = true;
    } catch (TestAbortedException e) {
      skipped = String.valueOf(e.getMessage());
      throw e;
    } finally {
      count(devices.getFirst(), passed, skipped);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(SuiteReport.class))
        .getOrComputeIfAbsent(
            "report", key -> (AutoCloseable) () -> System.out.print(text()), AutoCloseable.class);
  }

  /** The table of what came since the last one. */
  static synchronized String text() {
    var text = new StringBuilder();
    TALLIES.forEach(
        (device, tally) -> {
          int skipped = tally.skipped.values().stream().mapToInt(Integer::intValue).sum();
          text.append(
              String.format(
                  Locale.ROOT,
                  "%n%s: %,d cases, %,d passed, %,d skipped, %,d failed%n",
                  device,
                  tally.cases,
                  tally.passed,
                  skipped,
                  tally.cases - tally.passed - skipped));
          tally.skipped.forEach(
              (reason, times) -> text.append("  skipped %d×: %s%n".formatted(times, reason)));
          tally.largest.forEach(
              (operation, share) ->
                  text.append(
                      String.format(
                          Locale.ROOT, "  %6.1f%% of tolerance  %s%n", 100 * share, operation)));
        });
    TALLIES.clear();
    missing.forEach((name, why) -> text.append("%n%s: skipped, %s%n".formatted(name, why)));
    missing = Map.of();
    return text.toString();
  }
}
