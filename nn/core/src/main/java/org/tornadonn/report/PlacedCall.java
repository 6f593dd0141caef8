package org.tornadonn.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tornadonn.exec.Placement;
import org.tornadonn.plan.KernelCall;

/**
 * Calls of a training step that run as one, and what runs them.
 *
 * @param layers the layers that they belong to: {@code conv.0 + conv.1}
 * @param step what they do: {@code conv2d forward + relu forward}
 * @param calls how many they are
 * @param version which code runs them: portable, tuned or fused
 * @param unit what the device prepares them in, a TaskGraph for example; empty where there is none
 */
public record PlacedCall(String layers, String step, int calls, String version, String unit) {

  /** What a trainer says of its step. */
  public static List<PlacedCall> of(List<Placement> placements) {
    return placements.stream().map(PlacedCall::of).toList();
  }

  private static PlacedCall of(Placement placement) {
    return new PlacedCall(
        placement.calls().stream()
            .map(KernelCall::path)
            .distinct()
            .collect(Collectors.joining(" + ")),
        placement.step(),
        placement.calls().size(),
        placement.version().name().toLowerCase(Locale.ROOT),
        placement.unit());
  }
}
