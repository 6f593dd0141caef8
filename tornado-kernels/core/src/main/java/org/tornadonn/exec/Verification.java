package org.tornadonn.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Choosing;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Memory;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;

/**
 * Compares a device with the portable loops, call by call. Each call runs on the device and on the
 * JVM, both fed with what the device's earlier calls left, so that errors do not add up and the
 * first call that is wrong can be named. Calls that the device runs as one are compared as one.
 * Numbers that say which input a call {@link Choosing took} are compared by that input: where calls
 * run as one, devices round differently what they choose from.
 *
 * <p>Needs the memory of the plan a second time, on the host and on the device.
 */
public final class Verification {

  private final Executor device;
  private final Map<Buffer, float[]> contents = new HashMap<>();
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private @Nullable Difference first;

  /** Nothing compared yet; calls will run on this device. */
  public Verification(Executor device) {
    this.device = device;
  }

  /**
   * What was seen of one step of one operation.
   *
   * @param step operation and step, {@code conv2d forward}; several that run as one with a +
   * @param calls how many were compared
   * @param worst where the device used up most of the tolerance
   */
  public record Row(String step, int calls, Difference worst) {

    private Row with(Row next) {
      return new Row(
          step, calls + next.calls, next.worst.share() > worst.share() ? next.worst : worst);
    }
  }

  /**
   * Compares every call of a plan. Inputs, and persistent buffers that no earlier plan of this
   * verification has written, are taken from the program, which is left as it is.
   */
  public void calls(Program program, Plan plan) {
    for (var buffer : plan.buffers()) {
      switch (buffer.role()) {
        case INPUT, CONTROL -> contents.put(buffer, program.array(buffer).clone());
        case PARAMETER, GRADIENT, OPTIMIZER_STATE, RUNNING_STATE ->
            contents.computeIfAbsent(buffer, b -> fetched(program, b).clone());
        case OUTPUT -> contents.put(buffer, new float[buffer.shape().size()]);
        case CONSTANT, ACTIVATION -> {}
      }
    }
    var memory = new HostMemory(List.of(plan), contents);
    var placements = program.placements(plan);
    var lifetimes = Lifetimes.of(placements);
    for (int i = 0; i < placements.size(); i++) {
      int one = i;
      compare(
          placements.get(i),
          buffer -> lifetimes.beyond(one, buffer),
          buffer -> lifetimes.after(one, buffer),
          memory);
    }
  }

  /**
   * Compares what a run of a whole plan left in the program with what its calls left one by one: a
   * difference here, and none between calls, is one of transfers or of memory that is used twice.
   * Running states are left out: the calls began with what the run had left.
   */
  public void whole(Program program, Plan plan) {
    var written = new HashSet<Buffer>();
    for (var call : plan.calls()) {
      call.writes().forEach(slice -> written.add(slice.buffer()));
      call.adds().forEach(slice -> written.add(slice.buffer()));
    }
    for (var buffer : plan.buffers()) {
      var expected = contents.get(buffer);
      boolean comparable = written.contains(buffer) && buffer.role() != Role.RUNNING_STATE;
      if (comparable && expected != null) {
        var worst =
            Difference.worst(
                "plan '" + plan.name() + "' as a whole",
                buffer.whole(),
                expected,
                fetched(program, buffer),
                Rounding.ofModel(largest(buffer.whole(), expected)));
        note("whole plan " + plan.name(), worst);
      }
    }
  }

  private static float[] fetched(Program program, Buffer buffer) {
    if (buffer.role().persists()) {
      program.fetch(buffer);
    }
    return program.array(buffer);
  }

  private void compare(
      Placement placement,
      Predicate<Buffer> elsewhere,
      Predicate<Buffer> usedLater,
      HostMemory memory) {
    var portable = new IdentityHashMap<float[], float[]>();
    for (var call : placement.calls()) {
      for (var slice : call.slices()) {
        portable.computeIfAbsent(memory.of(slice), float[]::clone);
      }
    }
    Memory apart = slice -> portable.getOrDefault(memory.of(slice), memory.of(slice));
    poison(placement, memory);
    Excerpt.of(placement, elsewhere, memory).run(device);
    var rounding = Rounding.EXACT;
    var choosers = new IdentityHashMap<float[], Choosing>();
    for (var call : placement.calls()) {
      var before = magnitudes(call, apart);
      var kernel = call.bind(apart);
      run(kernel);
      rounding = rounding.plus(rounding(call, before, apart));
      if (kernel instanceof Choosing chooser && chooser.keepsChoices()) {
        choosers.put(chooser.choices(), chooser);
      }
    }
    var last = placement.calls().getLast();
    for (var slice : results(placement, last, usedLater)) {
      var name = placement.toString();
      var expected = apart.of(slice);
      var actual = memory.of(slice);
      var chooser = choosers.get(expected);
      // Of the very same numbers, every device has to take the same one.
      note(
          placement.step(),
          chooser == null || rounding.equals(Rounding.EXACT)
              ? Difference.worst(name, slice, expected, actual, rounding)
              : Difference.worst(name, slice, chooser, actual, rounding));
    }
    restoreElsewhere(placement, memory, portable);
  }

  /** A device that leaves out what it should write must not find the right numbers there. */
  private static void poison(Placement placement, HostMemory memory) {
    Set<float[]> read = Collections.newSetFromMap(new IdentityHashMap<>());
    for (var call : placement.calls()) {
      call.reads().forEach(slice -> read.add(memory.of(slice)));
      call.adds().forEach(slice -> read.add(memory.of(slice)));
    }
    for (var call : placement.calls()) {
      for (var slice : call.writes()) {
        if (!read.contains(memory.of(slice))) {
          int from = slice.offset();
          Arrays.fill(memory.of(slice), from, from + slice.size(), Float.NaN);
        }
      }
    }
  }

  /** What can be compared: slices that the device may have left out in between cannot. */
  private static List<Slice> results(
      Placement placement, KernelCall last, Predicate<Buffer> usedLater) {
    var results = new ArrayList<Slice>();
    for (var call : placement.calls()) {
      for (var slice : written(call)) {
        boolean kept = slice.buffer().role() != Role.ACTIVATION;
        if (call.equals(last) || kept || usedLater.test(slice.buffer())) {
          results.add(slice);
        }
      }
    }
    return results;
  }

  private static List<Slice> written(KernelCall call) {
    var written = new ArrayList<>(call.writes());
    written.addAll(call.adds());
    return written;
  }

  /** A device may leave anything in what no call has written yet: it is not fed to later calls. */
  private static void restoreElsewhere(
      Placement placement, HostMemory memory, Map<float[], float[]> portable) {
    for (var call : placement.calls()) {
      for (var slice : written(call)) {
        var left = memory.of(slice);
        var array = portable.getOrDefault(left, left);
        System.arraycopy(left, slice.offset(), array, slice.offset(), slice.size());
      }
    }
    portable.forEach((left, array) -> System.arraycopy(array, 0, left, 0, left.length));
  }

  /** Runs the portable loop; its indices are independent, so they are shared out. */
  private static void run(Kernel kernel) {
    int size = kernel.size();
    int pieces = Math.min(size, 8 * Runtime.getRuntime().availableProcessors());
    IntStream.range(0, pieces)
        .parallel()
        .forEach(
            i ->
                kernel.run(
                    (int) ((long) size * i / pieces), (int) ((long) size * (i + 1) / pieces)));
  }

  private static Map<Slice, Double> magnitudes(KernelCall call, Memory memory) {
    var magnitudes = new HashMap<Slice, Double>();
    call.terms().factors().forEach(slice -> magnitudes.put(slice, largest(slice, memory)));
    call.adds().forEach(slice -> magnitudes.put(slice, largest(slice, memory)));
    return magnitudes;
  }

  private static Rounding rounding(KernelCall call, Map<Slice, Double> before, Memory after) {
    var terms = call.terms();
    double largest = terms.factors().isEmpty() ? 0 : terms.amplification();
    for (var factor : terms.factors()) {
      largest *= before.getOrDefault(factor, 0.0);
    }
    if (terms.factors().isEmpty() && terms.length() > 0) {
      for (var slice : call.writes()) {
        largest = Math.max(largest, largest(slice, after));
      }
    }
    for (var slice : call.adds()) {
      largest = Math.max(largest, before.getOrDefault(slice, 0.0));
      largest = Math.max(largest, largest(slice, after));
    }
    return Rounding.ofSum(terms.length() + (call.adds().isEmpty() ? 0 : 1), largest);
  }

  private static double largest(Slice slice, Memory memory) {
    return largest(slice, memory.of(slice));
  }

  /** The largest absolute value; NaN and infinities do not count. */
  private static double largest(Slice slice, float[] array) {
    float largest = 0;
    for (int i = slice.offset(); i < slice.offset() + slice.size(); i++) {
      float value = Math.abs(array[i]);
      if (value > largest && value < Float.POSITIVE_INFINITY) {
        largest = value;
      }
    }
    return largest;
  }

  private void note(String step, Difference worst) {
    rows.merge(step, new Row(step, 1, worst), Row::with);
    if (first == null && worst.share() > 1) {
      first = worst;
    }
  }

  /** What was compared, in the order in which it first ran. */
  public List<Row> rows() {
    return List.copyOf(rows.values());
  }

  /** The first call that is beyond tolerance; empty if the device computes what it should. */
  public Optional<Difference> first() {
    return Optional.ofNullable(first);
  }

  /** The first difference beyond tolerance, or that there is none. */
  @Override
  public String toString() {
    int calls = rows.values().stream().mapToInt(Row::calls).sum();
    return "%d comparisons, %s"
        .formatted(calls, first == null ? "all within tolerance" : "first difference: " + first);
  }
}
