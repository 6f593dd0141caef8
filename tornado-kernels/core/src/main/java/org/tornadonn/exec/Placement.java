package org.tornadonn.exec;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Slice;

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

  /** The floating-point operations of its calls, as their definitions have them. */
  public long flops() {
    return calls.stream().mapToLong(KernelCall::flops).sum();
  }

  /**
   * The bytes that its calls read and write, each number once; what passes from one of them to the
   * next does not count.
   */
  public long bytes() {
    var written = new HashSet<Slice>();
    var readAgain = new HashSet<Slice>();
    long bytes = 0;
    for (var call : calls) {
      for (var slice : new HashSet<>(call.reads())) {
        if (written.contains(slice)) {
          readAgain.add(slice);
        } else {
          bytes += bytes(slice);
        }
      }
      for (var slice : call.adds()) {
        bytes += 2 * bytes(slice);
      }
      written.addAll(call.writes());
    }
    written.removeAll(readAgain);
    return bytes + written.stream().mapToLong(Placement::bytes).sum();
  }

  private static long bytes(Slice slice) {
    return (long) Float.BYTES * slice.size();
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
