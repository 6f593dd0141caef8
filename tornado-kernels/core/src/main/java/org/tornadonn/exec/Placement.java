package org.tornadonn.exec;

import java.util.List;
import java.util.stream.Collectors;
import org.tornadonn.plan.KernelCall;

/**
 * How a device runs calls of a plan.
 *
 * @param calls one call, or those that follow each other and run as one
 * @param version which code runs them
 * @param unit what the device prepares them in, the name of a TaskGraph for example; empty where
 *     there is no such thing
 */
public record Placement(List<KernelCall> calls, Version version, String unit) {

  /** Which code runs a call. */
  public enum Version {
    /** The operation's own loop. */
    PORTABLE,
    /** A faster version of it for this device. */
    TUNED,
    /** A faster version that does several calls in one. */
    FUSED
  }

  public Placement {
    calls = List.copyOf(calls);
  }

  /** Operations and steps without their layers: {@code conv2d forward + relu forward}. */
  public String step() {
    return calls.stream()
        .map(call -> call.operation() + " " + call.step())
        .collect(Collectors.joining(" + "));
  }

  /** The calls: {@code conv.0 conv2d forward + conv.1 relu forward}. */
  @Override
  public String toString() {
    return calls.stream().map(KernelCall::toString).collect(Collectors.joining(" + "));
  }
}
