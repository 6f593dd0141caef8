package org.tornadonn.train;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Timing;
import org.tornadonn.op.linear.FmaChains;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Footprint;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Memory;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/**
 * What a device can do at most, measured with two kernels of this library that run there as any
 * other: {@link FmaChains}, which multiplies and adds in registers, and {@link Copy}.
 *
 * <p>Caches make small copies faster than large ones, and launching makes tiny ones slower: a call
 * is compared with copies of about as many bytes.
 *
 * @param flops multiply-adds in registers, each counted as two operations, per second
 * @param copies from the smallest to the largest
 */
public record Ceilings(double flops, List<CopySpeed> copies) {

  /** Of the smallest copy: 64 KB in all; each next one has four times as many. */
  private static final int SMALLEST = 1 << 13;

  /** Of the largest copy: 256 MB in all, more than any cache holds. */
  private static final int LARGEST = 1 << 25;

  /** Enough indices to fill the largest GPU, in whole groups where a version has groups of 12. */
  private static final int INDICES = 3 << 16;

  /** Fewer would be lost in what an index does besides. */
  private static final int FEWEST_ROUNDS = 64;

  /** As many as a number of the control array counts exactly. */
  private static final int MOST_ROUNDS = 1 << 20;

  /** The rounds grow until a run takes so long: a longer one is more often held up by others. */
  private static final double LONG_ENOUGH_MICROS = 2_000;

  /** So near to 1 that nothing becomes tiny or infinite, which may cost time. */
  private static final float FACTOR = 0.999999f;

  private static final float TERM = 1e-7f;

  /**
   * A copy from one array to another.
   *
   * @param bytes read and written together
   * @param bandwidth bytes per second
   */
  public record CopySpeed(long bytes, double bandwidth) {}

  /** Lists the copies once and for all. */
  public Ceilings {
    copies = List.copyOf(copies);
  }

  /**
   * Measures a device, which takes a few seconds. Copies that do not fit into its memory are left
   * out.
   *
   * @param device the best versions of its kernels count
   * @return the shortest of many runs of each
   */
  public static Ceilings measure(Executor device) {
    var copies = new ArrayDeque<CopySpeed>();
    // The largest first: what it runs long enough for Java to compile serves the small ones too.
    for (int size = LARGEST; size >= SMALLEST; size /= 4) {
      var plan = copy(size);
      if (device.capacity().refusal(Footprint.of(List.of(plan))).isPresent()) {
        continue;
      }
      try (var program = device.load(List.of(plan), Map.of())) {
        program.run(plan);
        long bytes = 2L * Float.BYTES * size;
        copies.addFirst(new CopySpeed(bytes, 1e6 * bytes / Timing.shortestMicros(program, plan)));
      }
    }
    return new Ceilings(flops(device), List.copyOf(copies));
  }

  /**
   * The best of two measurements of one device: where something else runs beside them, a call that
   * is measured in between may otherwise pass both.
   *
   * @param other a measurement of the same copies
   * @return the faster one of each
   */
  public Ceilings best(Ceilings other) {
    var best = new ArrayList<CopySpeed>();
    for (int i = 0; i < copies.size(); i++) {
      var one = copies.get(i);
      var two = other.copies.get(i);
      best.add(one.bandwidth() >= two.bandwidth() ? one : two);
    }
    return new Ceilings(Math.max(flops, other.flops), best);
  }

  private static double flops(Executor device) {
    var control = new Buffer("control", Shape.of(3), Role.CONTROL);
    var sums = new Buffer("sums", Shape.of(INDICES), Role.PARAMETER);
    var plan =
        plan(
            "multiply-adds",
            control.whole(),
            sums.whole(),
            m -> new FmaChains(m.of(control.whole()), m.of(sums.whole()), INDICES));
    try (var program = device.load(List.of(plan), Map.of())) {
      int rounds = FEWEST_ROUNDS;
      set(program.array(control), rounds);
      program.run(plan);
      double micros = Timing.shortestMicros(program, plan);
      while (micros < LONG_ENOUGH_MICROS && rounds < MOST_ROUNDS) {
        rounds *= 4;
        set(program.array(control), rounds);
        micros = Timing.shortestMicros(program, plan);
      }
      return 1e6 * FmaChains.flops(INDICES, rounds) / micros;
    }
  }

  private static void set(float[] control, int rounds) {
    control[0] = FACTOR;
    control[1] = TERM;
    control[2] = rounds;
  }

  private static Plan copy(int size) {
    var x = new Buffer("x", Shape.of(size), Role.PARAMETER).whole();
    var y = new Buffer("y", Shape.of(size), Role.PARAMETER).whole();
    return plan("copy", x, y, m -> new Copy(m.of(x), x.offset(), m.of(y), 0, 0, size));
  }

  private static Plan plan(String name, Slice from, Slice to, Function<Memory, Kernel> binding) {
    return new Plan(
        name,
        List.of(
            new KernelCall(
                "", "ceiling", name, List.of(from), List.of(to), List.of(), false, 0, binding)));
  }

  /**
   * What a copy of many bytes moves: the speed of memory.
   *
   * @return bytes per second
   */
  public double bandwidth() {
    return copies.getLast().bandwidth();
  }

  /**
   * Whether calls are large enough to be compared with the device: smaller ones measure how it
   * launches them.
   *
   * @param placement calls that run as one
   * @return false for those that move less than the smallest copy, and compute for as short a time
   */
  public boolean measures(Placement placement) {
    return leastSeconds(placement) >= movingSeconds(copies.getFirst().bytes());
  }

  /**
   * The seconds that calls would take if they multiplied and added at the peak, or moved what they
   * read and write as fast as a copy, whichever takes longer.
   *
   * @param placement calls that run as one
   * @return more than 0 for calls that do anything
   */
  public double leastSeconds(Placement placement) {
    return Math.max(placement.flops() / flops, movingSeconds(placement.bytes()));
  }

  /**
   * Whether {@link #leastSeconds} comes from multiplying and adding, not from moving.
   *
   * @param placement calls that run as one
   * @return false for calls without arithmetic
   */
  public boolean computes(Placement placement) {
    return placement.flops() / flops >= movingSeconds(placement.bytes());
  }

  /** At the better of the speeds of the next smaller and the next larger copy. */
  private double movingSeconds(long bytes) {
    double speed = 0;
    for (int i = 0; i < copies.size(); i++) {
      boolean nextIsTooSmall = i + 1 < copies.size() && copies.get(i + 1).bytes() <= bytes;
      boolean lastWasEnough = i > 0 && copies.get(i - 1).bytes() >= bytes;
      if (!nextIsTooSmall && !lastWasEnough) {
        speed = Math.max(speed, copies.get(i).bandwidth());
      }
    }
    return bytes / speed;
  }
}
