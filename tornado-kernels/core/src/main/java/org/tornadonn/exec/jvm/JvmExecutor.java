package org.tornadonn.exec.jvm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;

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
  private final Version most;

  /** An executor on all cores, with the fastest kernels that this JVM can run. */
  public JvmExecutor() {
    this(Version.FUSED);
  }

  /** An executor on all cores that goes up to a version, if the Vector API is there. */
  public JvmExecutor(Version most) {
    this(Runtime.getRuntime().availableProcessors(), vectorApi() ? most : Version.PORTABLE);
  }

  /**
   * An executor.
   *
   * @param threads the number of threads, at least 1
   * @param most up to which version kernels are used, where there are several; all but the portable
   *     loops need the Vector API
   */
  public JvmExecutor(int threads, Version most) {
    this.workers = new Workers(threads);
    this.most = most;
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
    return new JvmProgram(workers, memory, steps, placements, constants(plans, memory));
  }

  /** The arrays of parameters that no plan writes. */
  private static Set<float[]> constants(List<Plan> plans, HostMemory memory) {
    var constants = Collections.<float[]>newSetFromMap(new IdentityHashMap<>());
    for (var plan : plans) {
      for (var buffer : plan.buffers()) {
        if (buffer.role() == Role.PARAMETER) {
          constants.add(memory.of(buffer));
        }
      }
    }
    for (var plan : plans) {
      for (var call : plan.calls()) {
        call.writes().forEach(slice -> constants.remove(memory.of(slice)));
        call.adds().forEach(slice -> constants.remove(memory.of(slice)));
      }
    }
    return constants;
  }

  private List<Step> steps(Plan plan, HostMemory memory, List<Placement> placements) {
    var kernels = plan.calls().stream().map(call -> call.bind(memory)).toList();
    var steps = new ArrayList<Step>();
    var fusions = most == Version.FUSED ? Fusion.of(plan, kernels) : Fusion.none(plan);
    int next;
    for (int i = 0; i < kernels.size(); i = next) {
      var fusion = fusions.get(i);
      next = i + Math.max(1, fusion.calls());
      var version = fusion.calls() > 0 ? Version.FUSED : Version.TUNED;
      var faster = fusion.steps();
      if (fusion.calls() == 0 && most != Version.PORTABLE) {
        faster = VectorKernels.steps(kernels.get(i));
      }
      if (faster.isEmpty()) {
        faster = List.of(portable(kernels.get(i), plan.calls().get(i).flops()));
        version = Version.PORTABLE;
      }
      steps.addAll(faster);
      placements.add(new Placement(plan.calls().subList(i, next), version, ""));
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
