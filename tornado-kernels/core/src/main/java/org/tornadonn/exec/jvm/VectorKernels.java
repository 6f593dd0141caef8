package org.tornadonn.exec.jvm;

import java.util.List;
import org.tornadonn.op.AdamUpdate;
import org.tornadonn.op.AddForward;
import org.tornadonn.op.BiasGradient;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.op.Conv2dWeightGradient;
import org.tornadonn.op.Copy;
import org.tornadonn.op.LinearForward;
import org.tornadonn.op.LinearInputGradient;
import org.tornadonn.op.LinearWeightGradient;
import org.tornadonn.op.MaxPool2dForward;
import org.tornadonn.op.MaxPool2dInputGradient;
import org.tornadonn.op.PartialSum;
import org.tornadonn.op.ReLUForward;
import org.tornadonn.op.ReLUInputGradient;
import org.tornadonn.op.SgdUpdate;
import org.tornadonn.op.Window;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Loop;

/** Vector API versions of the kernels that take the time. */
final class VectorKernels {

  /** As many floats are worth a thread of their own. */
  private static final int WORTH_A_THREAD = 1 << 14;

  private static final Window HALVING = Window.square(2, 2, 0);

  private VectorKernels() {}

  /** The steps that do what a kernel does, faster; none if there is no such version. */
  static List<Step> steps(Kernel kernel) {
    return switch (kernel) {
      case Conv2dForward k -> {
        var weights = PackedWeights.forward(k);
        yield List.of(step(weights), step(Correlation.forward(k, weights)));
      }
      case Conv2dInputGradient k -> {
        var weights = PackedWeights.flipped(k);
        yield List.of(step(weights), step(Correlation.inputGradient(k, weights)));
      }
      case Conv2dWeightGradient k -> List.of(step(Conv2dWeightSums.of(k)));
      case LinearForward k -> List.of(step(new VectorLinear(k), 4 * k.ci()));
      case LinearInputGradient k -> List.of(step(new VectorLinearInputGradient(k)));
      case LinearWeightGradient k -> List.of(step(new VectorLinearWeightGradient(k)));
      case MaxPool2dForward k when k.window().equals(HALVING) ->
          List.of(step(new HalvingPool(k), 4 * k.sizes().wo()));
      case MaxPool2dInputGradient k when k.window().equals(HALVING) ->
          List.of(step(new HalvingPoolGradient(k), k.sizes().hi() * k.sizes().wi()));
      case BiasGradient k when k.plane() >= Tile.LANES ->
          List.of(step(new VectorBiasGradient(k), k.samplesPerPart() * k.plane()));
      case ReLUForward k -> List.of(step(new VectorReLU(k), 1));
      case ReLUInputGradient k -> List.of(step(new VectorReLUGradient(k), 1));
      case PartialSum k -> List.of(step(new VectorPartialSum(k), k.parts()));
      case Copy k -> List.of(step(new VectorCopy(k), 1));
      case AddForward k -> List.of(step(new VectorAdd(k), 1));
      case AdamUpdate k -> List.of(step(new VectorAdam(k), 1));
      case SgdUpdate k -> List.of(step(new VectorSgd(k), 1));
      default -> List.of();
    };
  }

  /** A step whose indices are much work each. */
  private static Step step(Loop loop) {
    return new Step(loop, 1);
  }

  /** A step each of whose indices reads so many floats. */
  private static Step step(Loop loop, int floats) {
    return new Step(loop, Math.max(1, WORTH_A_THREAD / floats));
  }
}
