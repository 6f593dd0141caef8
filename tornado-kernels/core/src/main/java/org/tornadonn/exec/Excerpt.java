package org.tornadonn.exec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;

/**
 * Calls of a plan as a plan of their own, over copies of its arrays: buffers that share an array
 * there must not do so here, where the calls may run as one. Its buffers persist, so that they can
 * be fetched and nothing is sent twice; except those between its calls, which a device that runs
 * them as one need not write.
 *
 * @param arrays the array behind each buffer that persists
 * @param results where the arrays that are written come from
 */
record Excerpt(Plan plan, Map<Buffer, float[]> arrays, Map<Buffer, float[]> results) {

  /**
   * The calls of a placement, on the memory of the plan that they come from.
   *
   * @param elsewhere whether another placement uses a buffer
   */
  static Excerpt of(Placement placement, Predicate<Buffer> elsewhere, HostMemory memory) {
    var last = new HashSet<Buffer>();
    placement.calls().getLast().writes().forEach(slice -> last.add(slice.buffer()));
    var own = new HashMap<Buffer, Buffer>();
    var arrays = new HashMap<Buffer, float[]>();
    var results = new HashMap<Buffer, float[]>();
    for (var call : placement.calls()) {
      for (var slice : call.slices()) {
        var buffer = slice.buffer();
        boolean between =
            buffer.role() == Role.ACTIVATION && !elsewhere.test(buffer) && !last.contains(buffer);
        var role = between ? Role.ACTIVATION : Role.PARAMETER;
        var copy = own.computeIfAbsent(buffer, b -> new Buffer(b.name(), b.shape(), role));
        if (!between) {
          arrays.computeIfAbsent(copy, b -> memory.of(buffer).clone());
          if (call.writes().contains(slice) || call.adds().contains(slice)) {
            results.put(copy, memory.of(buffer));
          }
        }
      }
    }
    var calls = placement.calls().stream().map(call -> copy(call, own)).toList();
    return new Excerpt(new Plan(placement.toString(), calls), arrays, results);
  }

  private static Buffer own(Map<Buffer, Buffer> own, Buffer buffer) {
    return own.getOrDefault(buffer, buffer);
  }

  private static KernelCall copy(KernelCall call, Map<Buffer, Buffer> own) {
    return new KernelCall(
        call.path(),
        call.operation(),
        call.step(),
        copy(call.reads(), own),
        copy(call.writes(), own),
        copy(call.adds(), own),
        call.elementwise(),
        call.flops(),
        call.terms(),
        memory -> call.bind(slice -> memory.of(copy(slice, own))));
  }

  private static List<Slice> copy(List<Slice> slices, Map<Buffer, Buffer> own) {
    return slices.stream().map(slice -> copy(slice, own)).toList();
  }

  private static Slice copy(Slice slice, Map<Buffer, Buffer> own) {
    return new Slice(own(own, slice.buffer()), slice.offset(), slice.shape());
  }

  /** Runs the calls once on a device, and brings back what they wrote. */
  void run(Executor device) {
    try (var program = device.load(List.of(plan), arrays)) {
      program.run(plan);
      results.forEach(
          (buffer, array) -> {
            program.fetch(buffer);
            System.arraycopy(program.array(buffer), 0, array, 0, buffer.shape().size());
          });
    }
  }
}
