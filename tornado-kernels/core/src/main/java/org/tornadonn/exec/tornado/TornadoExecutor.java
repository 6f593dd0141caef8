package org.tornadonn.exec.tornado;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import org.tornadonn.exec.Capacity;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Grouping;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Footprint;
import org.tornadonn.plan.Plan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** Runs plans on one TornadoVM device. */
public final class TornadoExecutor implements Executor {

  /** TornadoVM addresses the bytes of an array with 32 bits. */
  private static final long LARGEST = Integer.MAX_VALUE;

  private static final System.Logger LOGGER = System.getLogger(TornadoExecutor.class.getName());

  private final String name;
  private final TornadoDevice device;
  private final KernelChoice choice;
  private final boolean recorded;

  /**
   * An executor on a device; made by {@link TornadoPlatform}.
   *
   * @param choice which version of a kernel it runs
   * @param recorded whether its programs are recorded as CUDA graphs; a warning, if it has none
   */
  TornadoExecutor(String name, TornadoDevice device, KernelChoice choice, boolean recorded) {
    this.name = name;
    this.device = device;
    this.choice = choice;
    this.recorded = recorded && CudaGraphs.on(device);
    if (recorded && !this.recorded) {
      LOGGER.log(Level.WARNING, "{0} has no CUDA graphs: kernels are launched one by one.", name);
    }
    BailoutCheck.run(device);
  }

  @Override
  public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
    return new TornadoProgram(name, device, choice, recorded, plans, given);
  }

  @Override
  public Footprint footprint(List<Plan> plans) {
    return Footprint.of(plans.stream().map(plan -> Grouping.of(plan, choice).merged()).toList());
  }

  @Override
  public Capacity capacity() {
    var heap = Capacity.ofHeap();
    long memory = device.getMaxGlobalMemory();
    return memory < heap.bytes()
        ? new Capacity(memory, "of memory on " + name, LARGEST)
        : new Capacity(heap.bytes(), heap.where(), LARGEST);
  }

  @Override
  public void close() {}
}
