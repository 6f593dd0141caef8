package org.tornadonn.exec.jvm;

import java.util.List;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.op.Conv2dWeightGradient;
import org.tornadonn.plan.Kernel;

/** Vector API versions of the kernels that take the time. */
final class VectorKernels {

  private VectorKernels() {}

  /** The steps that do what a kernel does, faster; none if there is no such version. */
  static List<Step> steps(Kernel kernel) {
    return switch (kernel) {
      case Conv2dForward k -> {
        var s = k.sizes();
        int taps = k.window().kernelHeight() * k.window().kernelWidth();
        var weights = PackedWeights.forward(k.w(), k.wAt(), s.co(), s.ci(), taps);
        yield List.of(new Step(weights, 1), new Step(Correlation.forward(k, weights), 1));
      }
      case Conv2dInputGradient k -> {
        var s = k.sizes();
        int taps = k.window().kernelHeight() * k.window().kernelWidth();
        var weights = PackedWeights.flipped(k.w(), k.wAt(), s.co(), s.ci(), taps);
        yield List.of(new Step(weights, 1), new Step(Correlation.inputGradient(k, weights), 1));
      }
      case Conv2dWeightGradient k -> List.of(new Step(Conv2dWeightSums.of(k), 1));
      default -> List.of();
    };
  }
}
