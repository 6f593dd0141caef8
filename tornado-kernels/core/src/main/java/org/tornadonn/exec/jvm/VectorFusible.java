package org.tornadonn.exec.jvm;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.tornadonn.exec.Fusible;
import org.tornadonn.exec.jvm.expression.Chain;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.pooling.Halving;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.plan.Kernel;

/** What {@link Fusion} can run as one. */
final class VectorFusible implements Fusible {

  @Override
  public Run from(List<@Nullable Kernel> kernels, IntPredicate passes) {
    var second = kernels.size() > 1 ? kernels.get(1) : null;
    var third = kernels.size() > 2 ? kernels.get(2) : null;
    return switch (kernels.getFirst()) {
      case Conv2dForward k
          when second instanceof MaxPool2dForward pool
              && Halving.follows(k, pool)
              && passes.test(0) ->
          third instanceof ReLUForward relu && relu.x() == pool.y() && passes.test(1)
              ? new Run(3, true)
              : new Run(2, true);
      case Conv2dForward k
          when second instanceof ReLUForward relu && relu.x() == k.y() && passes.test(0) ->
          new Run(2, true);
      case ReLUInputGradient relu
          when second instanceof MaxPool2dInputGradient k
              && Halving.follows(relu, k)
              && passes.test(0) ->
          new Run(third instanceof BiasGradient bias && bias.dy() == k.dx() ? 3 : 2, true);
      case Conv2dWeightGradient k
          when second instanceof PartialSum sum && sum.partial() == k.partial() ->
          new Run(2, false);
      case null, default -> {
        int length = Chain.length(kernels);
        yield length > 1 ? new Run(length, true) : Run.ALONE;
      }
    };
  }
}
