package org.tornadonn.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Memory;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;

/**
 * A plan whose calls are put into groups that run in one pass: what the first call of a group makes
 * is used while it is at hand, and gets no memory of its own.
 *
 * @param plan the plan as it was
 * @param groups all its calls, in their order
 */
public record Grouping(Plan plan, List<Group> groups) {

  public Grouping {
    groups = List.copyOf(groups);
  }

  /**
   * Calls that follow each other.
   *
   * @param unwritten what only they have to do with, and is never written as a whole
   */
  public record Group(List<KernelCall> calls, Set<Buffer> unwritten) {

    public Group {
      calls = List.copyOf(calls);
      unwritten = Set.copyOf(unwritten);
    }

    private Group(KernelCall call) {
      this(List.of(call), Set.of());
    }

    /** The kernels of its calls; an empty array stands for what is not written. */
    public List<Kernel> bind(Memory memory) {
      var nothing = nothing();
      Memory bound = slice -> (unwritten.contains(slice.buffer()) ? nothing : memory).of(slice);
      return calls.stream().map(call -> call.bind(bound)).toList();
    }

    /**
     * Its kernels on empty arrays, one for each buffer, to see what they are; nothing if one has to
     * know its arrays.
     */
    public Optional<List<Kernel>> pretended() {
      var nothing = nothing();
      var kernels =
          calls.stream().flatMap(call -> Grouping.pretended(call, nothing).stream()).toList();
      return kernels.size() == calls.size() ? Optional.of(kernels) : Optional.empty();
    }

    /** One call in place of all, for whoever gives memory to its buffers. */
    public KernelCall merged() {
      var first = calls.getFirst();
      if (calls.size() == 1) {
        return first;
      }
      var reads = new ArrayList<Slice>();
      var writes = new ArrayList<Slice>();
      var adds = new ArrayList<Slice>();
      for (var call : calls) {
        reads.addAll(written(call.reads()));
        writes.addAll(written(call.writes()));
        adds.addAll(written(call.adds()));
      }
      long flops = calls.stream().mapToLong(KernelCall::flops).sum();
      return new KernelCall(
          first.path(),
          first.operation(),
          first.step(),
          reads,
          writes,
          adds,
          calls.stream().allMatch(KernelCall::elementwise),
          flops,
          first.terms(),
          memory -> {
            throw new IllegalStateException("A merged call only stands for the memory of " + this);
          });
    }

    private List<Slice> written(List<Slice> slices) {
      return slices.stream().filter(slice -> !unwritten.contains(slice.buffer())).toList();
    }

    /** The calls: {@code conv.0 conv2d forward + conv.1 relu forward}. */
    @Override
    public String toString() {
      return calls.stream().map(KernelCall::toString).collect(Collectors.joining(" + "));
    }
  }

  /** Puts together what an executor can run as one. */
  public static Grouping of(Plan plan, Fusible fusible) {
    var pretended = nothing();
    var kernels = new ArrayList<@Nullable Kernel>();
    plan.calls().forEach(call -> kernels.add(pretended(call, pretended).orElse(null)));
    var uses = uses(plan.calls());
    var groups = new ArrayList<Group>();
    int next;
    for (int i = 0; i < kernels.size(); i = next) {
      int first = i;
      var run =
          fusible.from(
              kernels.subList(first, kernels.size()),
              one -> passes(plan.calls().get(first + one), uses));
      next = first + run.calls();
      var unwritten = new HashSet<Buffer>();
      var calls = plan.calls().subList(first, next);
      var within = uses(calls);
      for (int call = 0; run.unwritten() && call < calls.size() - 1; call++) {
        unwritten.addAll(inner(calls.get(call), within, uses));
      }
      groups.add(new Group(calls, unwritten));
    }
    return new Grouping(plan, groups);
  }

  /** A call's kernel, to see what it is; nothing for one that has to know its arrays. */
  private static Optional<Kernel> pretended(KernelCall call, Memory memory) {
    try {
      return Optional.of(call.bind(memory));
    } catch (RuntimeException e) {
      return Optional.empty(); // none of those that run in groups: it stays by itself
    }
  }

  /** Leaves every call by itself. */
  public static Grouping none(Plan plan) {
    return new Grouping(plan, plan.calls().stream().map(Group::new).toList());
  }

  /** How many of some calls use each buffer. */
  private static Map<Buffer, Integer> uses(List<KernelCall> calls) {
    var uses = new HashMap<Buffer, Integer>();
    for (var call : calls) {
      var buffers = new HashSet<Buffer>();
      call.slices().forEach(slice -> buffers.add(slice.buffer()));
      buffers.forEach(buffer -> uses.merge(buffer, 1, Integer::sum));
    }
    return uses;
  }

  /** Whether one other call alone has to do with what a call writes first. */
  private static boolean passes(KernelCall call, Map<Buffer, Integer> uses) {
    return !call.writes().isEmpty()
        && call.writes().getFirst().buffer().role() == Role.ACTIVATION
        && uses.getOrDefault(call.writes().getFirst().buffer(), 0) == 2;
  }

  /** What a call of a group writes first, if calls of the group alone have to do with it. */
  private static Set<Buffer> inner(
      KernelCall call, Map<Buffer, Integer> within, Map<Buffer, Integer> uses) {
    if (call.writes().isEmpty()) {
      return Set.of();
    }
    var buffer = call.writes().getFirst().buffer();
    boolean isInner =
        buffer.role() == Role.ACTIVATION && Objects.equals(within.get(buffer), uses.get(buffer));
    return isInner ? Set.of(buffer) : Set.of();
  }

  /** An empty array for each buffer. */
  private static Memory nothing() {
    var arrays = new HashMap<Buffer, float[]>();
    return slice -> arrays.computeIfAbsent(slice.buffer(), b -> new float[0]);
  }

  /** The plan in which every group is one call, for whoever gives memory to its buffers. */
  public Plan merged() {
    return new Plan(plan.name(), groups.stream().map(Group::merged).toList());
  }
}
