package org.tornadonn.exec.tornado;

import java.util.List;
import java.util.Map;
import org.tornadonn.exec.Capacity;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Grouping;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.tornado.graph.CudaGraphs;
import org.tornadonn.exec.tornado.graph.KernelChoice;
import org.tornadonn.exec.tornado.graph.TornadoProgram;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Footprint;
import org.tornadonn.plan.Plan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** Runs plans on one TornadoVM device. */
public final class TornadoExecutor implements Executor {

  /** TornadoVM addresses the bytes of an array with 32 bits. */
  private static final long LARGEST = Integer.MAX_VALUE;

  private final String name;
  private final TornadoDevice device;
  private final KernelChoice choice;
  private final boolean recorded;

  /**
   * An executor on a device; made by {@link TornadoPlatform}.
   *
   * @param choice which version of a kernel it runs
   * @param recorded whether its programs are recorded as CUDA graphs, if the device has them
   */
  TornadoExecutor(String name, TornadoDevice device, KernelChoice choice, boolean recorded) {
    this.name = name;
    this.device = device;
    this.choice = choice;
    this.recorded = recorded && CudaGraphs.on(device);
    BailoutCheck.run(device);
  }

  @Override
  public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
    return new TornadoProgram(name, device, choice, recorded, plans, given);
  }

  /** With what kernels keep beside the arrays of the plans. */
  @Override
  public Footprint footprint(List<Plan> plans) {
    var groupings = plans.stream().map(plan -> Grouping.of(plan, choice)).toList();
    var arrays = Footprint.of(groupings.stream().map(Grouping::merged).toList());
    var scratch =
        groupings.stream()
            .flatMap(grouping -> grouping.groups().stream())
            .flatMap(group -> group.pretended().stream())
            .mapToLong(kernels -> (long) Float.BYTES * choice.scratch(kernels))
            .summaryStatistics();
    return new Footprint(
        arrays.bytes() + scratch.getSum(), Math.max(arrays.largest(), scratch.getMax()));
  }

  @Override
  public Capacity capacity() {
    return capacity(
        name,
        device.getMaxGlobalMemory(),
        Switches.deviceMemory(),
        Switches.deviceMemoryFlag(),
        Capacity.ofHeap());
  }

  /** The least of what the device has, what TornadoVM allocates there, and the Java heap. */
  static Capacity capacity(String name, long memory, long allowed, String flag, Capacity heap) {
    if (heap.bytes() <= Math.min(memory, allowed)) {
      return new Capacity(heap.bytes(), heap.where(), LARGEST);
    }
    return allowed < memory
        ? new Capacity(allowed, "of memory on %s by %s".formatted(name, flag), LARGEST)
        : new Capacity(memory, "of memory on " + name, LARGEST);
  }

  @Override
  public void close() {}
}
