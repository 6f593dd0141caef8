package org.tornadonn.exec.jvm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Grouping;
import org.tornadonn.exec.Grouping.Group;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.jvm.expression.Chain;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Footprint;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;

/**
 * Runs plans on the plain JVM, on all cores. Results do not depend on the number of threads.
 *
 * <p>Needs {@code --add-modules jdk.incubator.vector} to be fast, see {@link Vectors}; without it,
 * the first executor logs a warning.
 */
public final class JvmExecutor implements Executor {

  /** A step of this much work, in floating-point operations, is worth a thread of its own. */
  private static final long WORTH_A_THREAD = 50_000;

  /** An operation of a portable loop takes as long as so much of a {@link Step}'s work. */
  private static final long PORTABLE = 4;

  private final Workers workers;
  private final Version most;
  private final Vectors vectors;

  /** An executor on all cores, with the fastest kernels that this JVM can run. */
  public JvmExecutor() {
    this(Version.FUSED);
  }

  /** An executor on all cores that goes up to a version. */
  public JvmExecutor(Version most) {
    this(Runtime.getRuntime().availableProcessors(), most);
  }

  /**
   * An executor.
   *
   * @param threads the number of threads, at least 1
   * @param most up to which version kernels are used, where there are several
   */
  public JvmExecutor(int threads, Version most) {
    this(threads, most, Vectors.here());
  }

  /**
   * An executor.
   *
   * @param threads the number of threads, at least 1
   * @param most up to which version kernels are used, where there are several
   * @param vectors how kernels are to use vectors; this JVM must be able to
   */
  public JvmExecutor(int threads, Version most, Vectors vectors) {
    this.workers = new Workers(threads);
    this.most = most;
    this.vectors = vectors;
    Vectors.advise();
  }

  @Override
  public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
    var groupings = plans.stream().map(this::grouping).toList();
    var merged = groupings.stream().map(Grouping::merged).toList();
    var memory = new HostMemory(merged, given);
    var steps = new IdentityHashMap<Plan, List<Step>>();
    var placements = new IdentityHashMap<Plan, List<Placement>>();
    for (var grouping : groupings) {
      var placed = new ArrayList<Placement>();
      steps.put(grouping.plan(), steps(grouping, memory, placed));
      placements.put(grouping.plan(), List.copyOf(placed));
    }
    return new JvmProgram(workers, memory, steps, placements, constants(merged, memory));
  }

  @Override
  public Footprint footprint(List<Plan> plans) {
    return Footprint.of(plans.stream().map(plan -> grouping(plan).merged()).toList());
  }

  private Grouping grouping(Plan plan) {
    boolean fuses = most == Version.FUSED && vectors == Vectors.VECTOR_API;
    return fuses ? Grouping.of(plan, new VectorFusible()) : Grouping.none(plan);
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

  private List<Step> steps(Grouping grouping, HostMemory memory, List<Placement> placements) {
    var steps = new ArrayList<Step>();
    for (var group : grouping.groups()) {
      var calls = group.calls();
      var version = calls.size() > 1 ? Version.FUSED : Version.TUNED;
      var faster = List.<Step>of();
      if (calls.size() > 1) {
        faster = fused(group, memory);
      } else if (most != Version.PORTABLE) {
        faster = tuned(calls.getFirst().bind(memory));
      }
      if (faster.isEmpty()) {
        faster = List.of(portable(calls.getFirst().bind(memory), calls.getFirst().flops()));
        version = Version.PORTABLE;
      }
      steps.addAll(faster);
      placements.add(new Placement(calls, version, ""));
    }
    return steps;
  }

  private static List<Step> fused(Group group, HostMemory memory) {
    var kernels = group.bind(memory);
    return group
        .pretended()
        .flatMap(known -> Optional.ofNullable(Chain.of(known, kernels)))
        .map(loop -> List.of(Step.of(loop, loop.work())))
        .orElseGet(() -> Fusion.steps(kernels));
  }

  private List<Step> tuned(Kernel kernel) {
    return switch (vectors) {
      case VECTOR_API -> VectorKernels.steps(kernel);
      case COMPILER -> PlainKernels.steps(kernel);
      case NONE -> RowKernels.steps(kernel);
    };
  }

  private Step portable(Kernel kernel, long flops) {
    int size = kernel.size();
    long share = Math.max(1, WORTH_A_THREAD * size / Math.max(flops, size));
    int grain = (int) Math.max(Math.min(share, size), Math.ceilDiv(size, 8 * workers.threads()));
    return new Step(kernel, grain, PORTABLE * Math.max(flops, size), null);
  }

  @Override
  public void close() {
    workers.close();
  }
}
