package org.tornadonn.cli.machine;

import java.util.Locale;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Verification;
import picocli.CommandLine.Option;

/** The {@code --verify} option of commands that run a model on a device. */
public final class VerifyOption {

  @Option(
      names = "--verify",
      description =
          "First run one batch call by call, on the device and on the portable loops, each call fed"
              + " with the device's own numbers; show the largest errors, and fail if one is beyond"
              + " its tolerance.")
  public boolean verify;

  /** What else to run on: never that which failed. */
  private static String advice(Device device) {
    return device.isJvm()
        ? "Go on with --kernels portable"
        : "Choose another device, for example --device jvm";
  }

  /**
   * Shows on stderr what was compared.
   *
   * @throws ExecutionException if a call is beyond tolerance; the message names the first
   */
  public static void show(Verification verification, Device device) {
    var format = "%-46s %6s %14s  %s%n";
    System.err.printf(format, "step", "calls", "of tolerance", "largest error");
    for (var row : verification.rows()) {
      var worst = row.worst();
      System.err.printf(
          Locale.ROOT,
          format,
          row.step(),
          row.calls(),
          worst.share() > 10
              ? "beyond 1000%"
              : String.format(Locale.ROOT, "%.1f%%", 100 * worst.share()),
          worst.share() == 0 ? "none" : worst.call() + ", " + worst.element());
    }
    verification
        .first()
        .ifPresent(
            difference -> {
              throw new ExecutionException(
                  "Device %s differs from the portable loops, first in %s. %s, and report this."
                      .formatted(device, difference, advice(device)));
            });
  }
}
