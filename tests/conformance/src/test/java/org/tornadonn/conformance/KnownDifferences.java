package org.tornadonn.conformance;

import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.function.Executable;
import org.tornadonn.exec.jvm.Vectors;

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

  /**
   * Winograd's algorithm adds up what a block of 2×2 results sees before it multiplies, so that an
   * infinity or a NaN that one of them sees makes all four NaN.
   */
  private static final Set<String> BLOCKS =
      Set.of(
          "conv2d of 32 channels, NaN and ∞ in the input",
          "conv2d of 32 channels, NaN and ∞ in the weight",
          "conv2d of 32 channels, NaN and ∞ in the gradient");

  /**
   * Between the rows of images that the Vector API weight gradients read lie places that belong to
   * no result; their gradient is zero, but what is multiplied with it may be an infinity or a NaN.
   */
  private static final Set<String> BETWEEN_ROWS =
      Set.of(
          "conv2d: ∞ and NaN in corners",
          "conv2d 3×3 s1, NaN and ∞ in the input",
          "conv2d 5×5 s2, NaN and ∞ in the input");

  /** What the weight gradients for a JVM without the Vector API do as they should. */
  private static final Set<String> SOUND_WITHOUT_VECTOR_API =
      Set.of(
          "conv2d: ∞ and NaN in corners",
          "conv2d 3×3 s1, NaN and ∞ in the input",
          "conv2d 5×5 s2, NaN and ∞ in the input",
          "conv2d of 32 channels, NaN and ∞ in the input");

  /** Blocked convolutions, on CPUs behind a driver, multiply the zeros of the padding too. */
  private static final Set<String> BLOCKED_PADDING =
      Set.of(
          "conv2d 3×3 s1, NaN and ∞ in the weight",
          "conv2d 3×3 s1, NaN and ∞ in the gradient",
          "conv2d 5×5 s2, NaN and ∞ in the weight",
          "conv2d 5×5 s2, NaN and ∞ in the gradient",
          "conv2d of 32 channels, NaN and ∞ in the weight",
          "conv2d of 32 channels, NaN and ∞ in the gradient");

  private KnownDifferences() {}

  /** Runs a check; if the difference is known, the case is skipped whether or not it shows. */
  static void check(DeviceUnderTest device, GraphCase c, Executable check) throws Throwable {
    var reason = reason(device, c.name());
    if (reason.isEmpty()) {
      check.execute();
      return;
    }
    try {
      check.execute();
    } catch (AssertionError e) {
      Assumptions.abort("known difference, %s: %s".formatted(reason, c));
    }
    Assumptions.abort("no difference any more, to be taken out of KnownDifferences: " + c);
  }

  private static String reason(DeviceUnderTest device, String name) {
    if (device.name().endsWith(" portable")) {
      return "";
    }
    if (device.slow()) {
      return BLOCKED_PADDING.contains(name) ? "padding is multiplied" : "";
    }
    if (device.name().endsWith(" compiler") && SOUND_WITHOUT_VECTOR_API.contains(name)) {
      return "";
    }
    return Vectors.here() != Vectors.NONE ? reason(name) : "";
  }

  private static String reason(String name) {
    if (PADDING.contains(name)) {
      return "padding is multiplied";
    }
    if (BETWEEN_ROWS.contains(name)) {
      return "places between rows are multiplied";
    }
    return BLOCKS.contains(name) ? "Winograd adds up blocks" : "";
  }
}
