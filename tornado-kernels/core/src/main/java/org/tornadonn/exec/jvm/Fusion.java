package org.tornadonn.exec.jvm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dWeightGradient;
import org.tornadonn.op.MaxPool2dForward;
import org.tornadonn.op.MaxPool2dInputGradient;
import org.tornadonn.op.PartialSum;
import org.tornadonn.op.ReLUForward;
import org.tornadonn.op.ReLUInputGradient;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;

/**
 * Calls of a plan that follow each other and run in one pass: what the first one makes is used
 * while it is in the cache, and is not written where nobody else reads it.
 *
 * @param calls how many
 * @param steps what does their work
 */
record Fusion(int calls, List<Step> steps) {

  private static final Fusion NONE = new Fusion(0, List.of());

  /** As many positions are worth a part of their own: it is written and read once more. */
  private static final int WORTH_A_PART = 1024;

  /**
   * For each call of a plan, what it starts; a fusion of no calls where it runs by itself.
   *
   * @param kernels the plan's calls, bound to memory
   */
  static List<Fusion> of(Plan plan, List<Kernel> kernels) {
    var lastUse = lastUse(plan);
    var fusions = new ArrayList<Fusion>();
    for (int i = 0; i < kernels.size(); i++) {
      boolean forgotten = isForgotten(plan, i, lastUse);
      fusions.add(at(kernels.subList(i, kernels.size()), forgotten));
    }
    return fusions;
  }

  /** Every call of a plan by itself. */
  static List<Fusion> none(Plan plan) {
    return Collections.nCopies(plan.calls().size(), NONE);
  }

  private static Map<Buffer, Integer> lastUse(Plan plan) {
    var lastUse = new HashMap<Buffer, Integer>();
    for (int c = 0; c < plan.calls().size(); c++) {
      for (var slice : plan.calls().get(c).slices()) {
        lastUse.put(slice.buffer(), c);
      }
    }
    return lastUse;
  }

  /** Whether nobody but the next call reads what a call writes. */
  private static boolean isForgotten(Plan plan, int call, Map<Buffer, Integer> lastUse) {
    return plan.calls().get(call).writes().stream()
        .allMatch(
            slice ->
                slice.buffer().role() == Role.ACTIVATION
                    && lastUse.getOrDefault(slice.buffer(), 0) <= call + 1);
  }

  /**
   * What the first of some kernels starts.
   *
   * @param forgotten whether nobody but the second reads what it writes
   */
  static Fusion at(List<Kernel> kernels, boolean forgotten) {
    var second = kernels.size() > 1 ? kernels.get(1) : null;
    var third = kernels.size() > 2 ? kernels.get(2) : null;
    return switch (kernels.getFirst()) {
      case Conv2dForward k
          when forgotten && second instanceof MaxPool2dForward pool && follows(k, pool) -> {
        boolean relu = third instanceof ReLUForward r && inPlace(r, pool.y(), pool.size());
        yield new Fusion(relu ? 3 : 2, VectorKernels.forward(k, Target.pooled(k, pool, relu)));
      }
      case Conv2dForward k
          when second instanceof ReLUForward relu && inPlace(relu, k.y(), k.size()) ->
          new Fusion(2, VectorKernels.forward(k, Target.forward(k, true)));
      case Conv2dWeightGradient k
          when second instanceof PartialSum sum && sum.partial() == k.partial() ->
          new Fusion(2, weightGradient(k, sum));
      case ReLUInputGradient relu
          when forgotten && second instanceof MaxPool2dInputGradient k && follows(relu, k) -> {
        var direct =
            new MaxPool2dInputGradient(relu.dy(), k.tap(), k.dx(), 0, k.sizes(), k.window());
        yield new Fusion(
            2, List.of(VectorKernels.step(HalvingPoolGradient.of(direct, relu.y()), k.sizes())));
      }
      default -> NONE;
    };
  }

  private static boolean follows(Conv2dForward k, MaxPool2dForward pool) {
    return pool.x() == k.y() && pool.window().equals(VectorKernels.HALVING);
  }

  private static boolean inPlace(ReLUForward relu, float[] y, int size) {
    return relu.x() == y && relu.y() == y && relu.xAt() == 0 && relu.size() == size;
  }

  private static boolean follows(ReLUInputGradient relu, MaxPool2dInputGradient k) {
    return relu.dx() == k.dy()
        && relu.dxAt() == 0
        && relu.add() == 0
        && k.add() == 0
        && k.window().equals(VectorKernels.HALVING);
  }

  private static List<Step> weightGradient(Conv2dWeightGradient k, PartialSum sum) {
    var s = k.sizes();
    int parts = Math.clamp(s.n() * s.ho() * s.wo() / WORTH_A_PART, 1, k.parts());
    var fewer = new Conv2dWeightGradient(k.x(), k.dy(), k.partial(), parts, s, k.window());
    var sums = new PartialSum(k.partial(), sum.y(), sum.yAt(), sum.add(), parts, sum.size());
    return Stream.of(fewer, sums).flatMap(kernel -> VectorKernels.steps(kernel).stream()).toList();
  }
}
