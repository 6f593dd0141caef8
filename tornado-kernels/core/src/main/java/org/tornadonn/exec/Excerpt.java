package org.tornadonn.exec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;

/**
 * Calls of a plan as a plan of their own, over the same arrays. All its buffers persist, so that
 * everything can be fetched and nothing is sent twice.
 *
 * @param arrays the array behind each buffer
 */
record Excerpt(Plan plan, Map<Buffer, float[]> arrays) {

  /** The calls of a placement, on the memory of the plan that they come from. */
  static Excerpt of(Placement placement, HostMemory memory) {
    var own = new HashMap<Buffer, Buffer>();
    var arrays = new HashMap<Buffer, float[]>();
    for (var call : placement.calls()) {
      for (var slice : call.slices()) {
        var buffer = slice.buffer();
        own.computeIfAbsent(buffer, b -> new Buffer(b.name(), b.shape(), Role.PARAMETER));
        arrays.put(own(own, buffer), memory.of(buffer));
      }
    }
    var calls = placement.calls().stream().map(call -> copy(call, own)).toList();
    return new Excerpt(new Plan(placement.toString(), calls), arrays);
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

  /** Runs the calls once on a device; the arrays hold what it left. */
  void run(Executor device) {
    try (var program = device.load(List.of(plan), arrays)) {
      program.run(plan);
      for (var buffer : plan.buffers()) {
        program.fetch(buffer);
      }
    }
  }
}
