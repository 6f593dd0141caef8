package org.tornadonn.exec.jvm;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Plan;

/**
 * Runs plans on the plain JVM, on all cores. Results do not depend on the number of threads.
 *
 * <p>Needs {@code --add-modules jdk.incubator.vector} to be fast; without it the portable loops
 * run.
 */
public final class JvmExecutor implements Executor {

  /** A step of this much work, in floating-point operations, is worth a thread of its own. */
  private static final long WORTH_A_THREAD = 50_000;

  private final Workers workers;
  private final boolean tuned;

  /** An executor on all cores, with tuned kernels where the Vector API is there. */
  public JvmExecutor() {
    this(Runtime.getRuntime().availableProcessors(), vectorApi());
  }

  /**
   * An executor.
   *
   * @param threads the number of threads, at least 1
   * @param tuned whether to use the Vector API versions; false forces the portable loops
   */
  public JvmExecutor(int threads, boolean tuned) {
    this.workers = new Workers(threads);
    this.tuned = tuned;
  }

  /** Whether this JVM was started with the Vector API. */
  public static boolean vectorApi() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  @Override
  public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
    var memory = new HostMemory(plans, given);
    var steps = new IdentityHashMap<Plan, List<Step>>();
    var placements = new IdentityHashMap<Plan, List<Placement>>();
    for (var plan : plans) {
      var placed = new ArrayList<Placement>();
      steps.put(plan, steps(plan, memory, placed));
      placements.put(plan, List.copyOf(placed));
    }
    return new JvmProgram(workers, memory, steps, placements);
  }

  private List<Step> steps(Plan plan, HostMemory memory, List<Placement> placements) {
    var kernels = plan.calls().stream().map(call -> call.bind(memory)).toList();
    var steps = new ArrayList<Step>();
    for (int i = 0; i < kernels.size(); i++) {
      var two = tuned && i + 1 < kernels.size();
      var fused = two ? VectorKernels.fused(kernels.get(i), kernels.get(i + 1)) : List.<Step>of();
      var alone = tuned && fused.isEmpty();
      var faster = alone ? VectorKernels.steps(kernels.get(i)) : List.<Step>of();
      if (!fused.isEmpty()) {
        steps.addAll(fused);
        placements.add(new Placement(plan.calls().subList(i, i + 2), Version.FUSED, ""));
        i++;
      } else if (!faster.isEmpty()) {
        steps.addAll(faster);
        placements.add(new Placement(plan.calls().subList(i, i + 1), Version.TUNED, ""));
      } else {
        steps.add(portable(kernels.get(i), plan.calls().get(i).flops()));
        placements.add(new Placement(plan.calls().subList(i, i + 1), Version.PORTABLE, ""));
      }
    }
    return steps;
  }

  private Step portable(Kernel kernel, long flops) {
    int size = kernel.size();
    long share = Math.max(1, WORTH_A_THREAD * size / Math.max(flops, size));
    return new Step(
        kernel, (int) Math.max(Math.min(share, size), Math.ceilDiv(size, 8 * workers.threads())));
  }

  @Override
  public void close() {
    workers.close();
  }
}
