package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * An ordered list of kernel calls: everything that an executor needs to know. Immutable; holds no
 * arrays, so it can be printed, measured and shared before anything is allocated.
 */
public final class Plan {

  private final String name;
  private final List<KernelCall> calls;

  /** A plan; two plans are the same only if they are the same object. */
  public Plan(String name, List<KernelCall> calls) {
    this.name = name;
    this.calls = List.copyOf(calls);
  }

  public String name() {
    return name;
  }

  public List<KernelCall> calls() {
    return calls;
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
