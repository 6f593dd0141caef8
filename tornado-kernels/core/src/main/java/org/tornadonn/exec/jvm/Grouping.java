package org.tornadonn.exec.jvm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dWeightGradient;
import org.tornadonn.op.MaxPool2dForward;
import org.tornadonn.op.MaxPool2dInputGradient;
import org.tornadonn.op.PartialSum;
import org.tornadonn.op.ReLUForward;
import org.tornadonn.op.ReLUInputGradient;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Memory;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;

/**
 * A plan whose calls are put into groups that run in one pass: what the first call of a group makes
 * is used while it is in the cache, and gets no memory of its own.
 *
 * @param plan the plan as it was
 * @param groups all its calls, in their order
 */
record Grouping(Plan plan, List<Group> groups) {

  /**
   * Calls that follow each other.
   *
   * @param unwritten what passes from one to the next, and is never written as a whole
   */
  record Group(List<KernelCall> calls, Set<Buffer> unwritten) {

    private Group(KernelCall call) {
      this(List.of(call), Set.of());
    }
  }

  /** Puts together what {@link Fusion} can run as one. */
  static Grouping of(Plan plan) {
    var arrays = new HashMap<Buffer, float[]>();
    Memory pretended = slice -> arrays.computeIfAbsent(slice.buffer(), b -> new float[0]);
    var kernels = plan.calls().stream().map(call -> pretended(call, pretended)).toList();
    var grouping = new Grouping(plan, new ArrayList<>());
    var uses = uses(plan);
    int next;
    for (int i = 0; i < kernels.size(); i = next) {
      var unwritten = new HashSet<Buffer>();
      next = i + grouping.length(i, kernels, uses, unwritten);
      grouping.groups.add(new Group(plan.calls().subList(i, next), unwritten));
    }
    return grouping;
  }

  /** A call's kernel, to see what it is; null for one that has to know its arrays. */
  private static @Nullable Kernel pretended(KernelCall call, Memory memory) {
    try {
      return call.bind(memory);
    } catch (RuntimeException e) {
      return null; // none of those that run in groups: it stays by itself
    }
  }

  /** Leaves every call by itself. */
  static Grouping none(Plan plan) {
    return new Grouping(plan, plan.calls().stream().map(Group::new).toList());
  }

  /** How many calls use each buffer. */
  private static Map<Buffer, Integer> uses(Plan plan) {
    var uses = new HashMap<Buffer, Integer>();
    for (var call : plan.calls()) {
      var buffers = new HashSet<Buffer>();
      call.slices().forEach(slice -> buffers.add(slice.buffer()));
      buffers.forEach(buffer -> uses.merge(buffer, 1, Integer::sum));
    }
    return uses;
  }

  /** How many calls from the given one on are a group, and what they do not write. */
  private int length(
      int first, List<@Nullable Kernel> kernels, Map<Buffer, Integer> uses, Set<Buffer> unwritten) {
    var second = first + 1 < kernels.size() ? kernels.get(first + 1) : null;
    var third = first + 2 < kernels.size() ? kernels.get(first + 2) : null;
    var passed = passed(first, uses);
    switch (kernels.get(first)) {
      case null -> {}
      case Conv2dForward k when second instanceof MaxPool2dForward pool && follows(k, pool) -> {
        if (!passed.isEmpty()) {
          unwritten.addAll(passed);
          var pooled = passed(first + 1, uses);
          if (!pooled.isEmpty() && third instanceof ReLUForward relu && relu.x() == pool.y()) {
            unwritten.addAll(pooled);
            return 3;
          }
          return 2;
        }
      }
      case Conv2dForward k when second instanceof ReLUForward relu && relu.x() == k.y() -> {
        unwritten.addAll(passed);
        return passed.isEmpty() ? 1 : 2;
      }
      case ReLUInputGradient relu
          when second instanceof MaxPool2dInputGradient k && follows(relu, k) -> {
        unwritten.addAll(passed);
        return passed.isEmpty() ? 1 : 2;
      }
      case Conv2dWeightGradient k
          when second instanceof PartialSum sum && sum.partial() == k.partial() -> {
        return 2;
      }
      default -> {}
    }
    return 1;
  }

  private static boolean follows(Conv2dForward k, MaxPool2dForward pool) {
    return pool.x() == k.y() && pool.window().equals(VectorKernels.HALVING);
  }

  private static boolean follows(ReLUInputGradient relu, MaxPool2dInputGradient k) {
    return relu.dx() == k.dy()
        && relu.add() == 0
        && k.add() == 0
        && k.window().equals(VectorKernels.HALVING);
  }

  /** What a call writes first, if nobody but the next call has to do with it. */
  private Set<Buffer> passed(int call, Map<Buffer, Integer> uses) {
    var writes = plan.calls().get(call).writes();
    if (writes.isEmpty()) {
      return Set.of();
    }
    var buffer = writes.getFirst().buffer();
    boolean only = buffer.role() == Role.ACTIVATION && uses.getOrDefault(buffer, 0) == 2;
    return only ? Set.of(buffer) : Set.of();
  }

  /** The plan in which every group is one call, for whoever gives memory to its buffers. */
  Plan merged() {
    return new Plan(plan.name(), groups.stream().map(Grouping::merged).toList());
  }

  private static KernelCall merged(Group group) {
    var first = group.calls().getFirst();
    if (group.calls().size() == 1) {
      return first;
    }
    var reads = new ArrayList<Slice>();
    var writes = new ArrayList<Slice>();
    var adds = new ArrayList<Slice>();
    for (var call : group.calls()) {
      reads.addAll(written(call.reads(), group));
      writes.addAll(written(call.writes(), group));
      adds.addAll(written(call.adds(), group));
    }
    long flops = group.calls().stream().mapToLong(KernelCall::flops).sum();
    return new KernelCall(
        first.path(),
        first.operation(),
        first.step(),
        reads,
        writes,
        adds,
        false,
        flops,
        first.terms(),
        memory -> {
          throw new IllegalStateException("A merged call only stands for the memory of " + group);
        });
  }

  private static List<Slice> written(List<Slice> slices, Group group) {
    return slices.stream().filter(slice -> !group.unwritten().contains(slice.buffer())).toList();
  }
}
