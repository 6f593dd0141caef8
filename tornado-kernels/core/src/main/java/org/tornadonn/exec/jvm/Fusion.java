package org.tornadonn.exec.jvm;

import java.util.List;
import java.util.stream.Stream;
import org.tornadonn.exec.jvm.pool.HalvingPoolGradient;
import org.tornadonn.exec.jvm.pool.Target;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.plan.Kernel;

/** The steps of calls that are one group, as {@link VectorFusible} says. */
final class Fusion {

  /** As many positions are worth a part of their own: it is written and read once more. */
  private static final int WORTH_A_PART = 1024;

  private Fusion() {}

  /** The steps that do what kernels do, one after the other, in one pass. */
  static List<Step> steps(List<Kernel> kernels) {
    var last = kernels.getLast();
    return switch (kernels.getFirst()) {
      case Conv2dForward k when kernels.get(1) instanceof MaxPool2dForward pool -> {
        var y = last instanceof ReLUForward relu ? relu.y() : pool.y();
        yield VectorKernels.forward(k, Target.pooled(k, pool, y, last instanceof ReLUForward));
      }
      case Conv2dForward k when last instanceof ReLUForward relu ->
          VectorKernels.forward(k, Target.forward(k, relu.y(), true));
      case Conv2dWeightGradient k when last instanceof PartialSum sum -> weightGradient(k, sum);
      case ReLUInputGradient relu when kernels.get(1) instanceof MaxPool2dInputGradient k -> {
        var direct =
            new MaxPool2dInputGradient(relu.dy(), k.tap(), k.dx(), 0, k.sizes(), k.window());
        if (!(last instanceof BiasGradient bias)) {
          var pool = new HalvingPoolGradient(direct, relu.y(), null);
          yield List.of(VectorKernels.step(pool, k.sizes()));
        }
        float[] sums = new float[bias.n() * bias.co()];
        var pool = new HalvingPoolGradient(direct, relu.y(), sums);
        var ofPlanes = new BiasGradient(sums, bias.partial(), bias.parts(), bias.n(), bias.co(), 1);
        yield List.of(
            VectorKernels.step(pool, k.sizes()), Step.of(ofPlanes, ofPlanes.samplesPerPart()));
      }
      default -> throw new IllegalArgumentException("These do not run as one: " + kernels);
    };
  }

  private static List<Step> weightGradient(Conv2dWeightGradient k, PartialSum sum) {
    var s = k.sizes();
    int parts = Math.clamp(s.n() * s.ho() * s.wo() / WORTH_A_PART, 1, k.parts());
    var fewer = new Conv2dWeightGradient(k.x(), k.dy(), k.partial(), parts, s, k.window());
    var sums = new PartialSum(k.partial(), sum.y(), sum.yAt(), sum.add(), parts, sum.size());
    return Stream.of(fewer, sums).flatMap(kernel -> VectorKernels.steps(kernel).stream()).toList();
  }
}
