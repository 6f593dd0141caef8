package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * An ordered list of kernel calls: everything that an executor needs to know. Immutable; holds no
 * arrays, so it can be printed, measured and shared before anything is allocated.
 */
public record Plan(String name, List<KernelCall> calls) {

  public Plan {
    calls = List.copyOf(calls);
  }

  /** The buffers that the calls touch, in the order of their first use. */
  public List<Buffer> buffers() {
    var buffers = new LinkedHashSet<Buffer>();
    for (var call : calls) {
      call.slices().forEach(slice -> buffers.add(slice.buffer()));
    }
    return new ArrayList<>(buffers);
  }

  /** The floating-point operations of all calls. */
  public long flops() {
    return calls.stream().mapToLong(KernelCall::flops).sum();
  }
}
