package org.tornadonn.exec.jvm;

import java.util.List;
import org.tornadonn.exec.jvm.convolution.ChannelCorrelation;
import org.tornadonn.exec.jvm.convolution.Conv2dWeightDots;
import org.tornadonn.exec.jvm.convolution.Conv2dWeightSums;
import org.tornadonn.exec.jvm.convolution.Correlation;
import org.tornadonn.exec.jvm.convolution.PackedWeights;
import org.tornadonn.exec.jvm.convolution.PooledCorrelation;
import org.tornadonn.exec.jvm.convolution.PooledWindow;
import org.tornadonn.exec.jvm.elementwise.VectorAdam;
import org.tornadonn.exec.jvm.elementwise.VectorBiasGradient;
import org.tornadonn.exec.jvm.elementwise.VectorExtreme;
import org.tornadonn.exec.jvm.elementwise.VectorFmaChains;
import org.tornadonn.exec.jvm.elementwise.VectorNormed;
import org.tornadonn.exec.jvm.elementwise.VectorPartialSum;
import org.tornadonn.exec.jvm.elementwise.VectorSgd;
import org.tornadonn.exec.jvm.elementwise.VectorSoftmaxNorm;
import org.tornadonn.exec.jvm.elementwise.VectorSquareSums;
import org.tornadonn.exec.jvm.expression.Chain;
import org.tornadonn.exec.jvm.expression.CircularLoop;
import org.tornadonn.exec.jvm.grouped.GroupedCorrelation;
import org.tornadonn.exec.jvm.grouped.GroupedInputGradient;
import org.tornadonn.exec.jvm.grouped.GroupedWeightSums;
import org.tornadonn.exec.jvm.linear.ChannelLinear;
import org.tornadonn.exec.jvm.linear.ChannelWeights;
import org.tornadonn.exec.jvm.linear.VectorLinear;
import org.tornadonn.exec.jvm.linear.VectorLinearInputGradient;
import org.tornadonn.exec.jvm.linear.VectorLinearWeightGradient;
import org.tornadonn.exec.jvm.linear.VectorProducts;
import org.tornadonn.exec.jvm.pool.HalvingPool;
import org.tornadonn.exec.jvm.pool.HalvingPoolGradient;
import org.tornadonn.exec.jvm.pool.Target;
import org.tornadonn.exec.jvm.pool.WindowMaxima;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.exec.jvm.winograd.Winograd;
import org.tornadonn.exec.jvm.winograd.WinogradWeightGradient;
import org.tornadonn.exec.jvm.winograd.WinogradWeights;
import org.tornadonn.op.activation.LogSoftmax;
import org.tornadonn.op.activation.SoftmaxForward;
import org.tornadonn.op.activation.SoftmaxNorm;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.convolution.GroupedConv2dForward;
import org.tornadonn.op.convolution.GroupedConv2dInputGradient;
import org.tornadonn.op.convolution.GroupedConv2dWeightGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.elementwise.UnaryKernel;
import org.tornadonn.op.linear.FmaChains;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.op.linear.MatMulForward;
import org.tornadonn.op.pooling.Halving;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.op.reduction.Extreme.RowExtreme;
import org.tornadonn.op.update.AdamUpdate;
import org.tornadonn.op.update.SgdUpdate;
import org.tornadonn.op.update.SquareSums;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Loop;

/** Vector API versions of the kernels that take the time. */
final class VectorKernels {

  private VectorKernels() {}

  /** The steps that do what a kernel does, faster; none if there is no such version. */
  static List<Step> steps(Kernel kernel) {
    return switch (kernel) {
      case Conv2dForward k -> forward(k, Target.forward(k, k.y(), false));
      case Conv2dInputGradient k when ChannelCorrelation.suits(k) -> {
        var weights = ChannelWeights.flipped(k);
        var products = ChannelCorrelation.inputGradient(k, weights);
        yield List.of(
            packing(weights.w(), weights, weights.work()), Step.of(products, products.work()));
      }
      case Conv2dInputGradient k when Winograd.suits(k.sizes(), k.window()) -> {
        var weights = WinogradWeights.flipped(k);
        var products = Winograd.inputGradient(k, weights);
        yield List.of(
            packing(weights.w(), weights, weights.work()), Step.of(products, products.work()));
      }
      case Conv2dInputGradient k -> {
        var weights = PackedWeights.flipped(k);
        var products = Correlation.inputGradient(k, weights);
        yield List.of(
            packing(weights.w(), weights, weights.depth()), Step.of(products, products.work()));
      }
      case Conv2dWeightGradient k when WinogradWeightGradient.suits(k) -> {
        var sums = WinogradWeightGradient.of(k);
        yield List.of(Step.of(sums, sums.work()));
      }
      case Conv2dWeightGradient k when !Conv2dWeightSums.suits(k) -> {
        var dots = Conv2dWeightDots.of(k);
        yield List.of(Step.of(dots, dots.work()));
      }
      case Conv2dWeightGradient k -> {
        var sums = Conv2dWeightSums.of(k);
        yield List.of(Step.of(sums, sums.work()));
      }
      case GroupedConv2dForward k -> {
        var products = GroupedCorrelation.of(k);
        yield List.of(Step.of(products, products.work()));
      }
      case GroupedConv2dInputGradient k -> {
        var products = GroupedInputGradient.of(k);
        yield List.of(Step.of(products, products.work()));
      }
      case GroupedConv2dWeightGradient k -> {
        var sums = GroupedWeightSums.of(k);
        yield List.of(Step.of(sums, sums.work()));
      }
      case LinearForward k when ChannelLinear.suits(k) -> {
        var weights = ChannelWeights.forward(k);
        var products = new ChannelLinear(k, weights);
        yield List.of(
            packing(weights.w(), weights, weights.work()), Step.of(products, products.work()));
      }
      case LinearForward k -> List.of(Step.of(new VectorLinear(k), 4L * k.ci()));
      case LinearInputGradient k -> {
        var products = new VectorLinearInputGradient(k);
        yield List.of(Step.of(products, products.work()));
      }
      case LinearWeightGradient k -> {
        var sums = new VectorLinearWeightGradient(k);
        yield List.of(Step.of(sums, sums.work()));
      }
      case MatMulForward k -> {
        var products = VectorProducts.of(k);
        yield List.of(Step.of(products.loop(), products.work()));
      }
      case MaxPool2dForward k when Halving.is(k) ->
          List.of(Step.of(HalvingPool.of(k), (long) k.sizes().hi() * k.sizes().wi()));
      case MaxPool2dForward k -> {
        var maxima = new WindowMaxima(k);
        yield List.of(Step.of(maxima, maxima.work()));
      }
      case MaxPool2dInputGradient k when Halving.is(k) && k.add() == 0 ->
          List.of(
              Step.of(
                  new HalvingPoolGradient(k, null, null), (long) k.sizes().hi() * k.sizes().wi()));
      case BiasGradient k when k.plane() >= Tile.LANES ->
          List.of(Step.of(new VectorBiasGradient(k), (long) k.samplesPerPart() * k.plane()));
      case SoftmaxNorm k ->
          List.of(Step.of(new VectorSoftmaxNorm(k), Math.max(1, 3L * k.rows().length() / 8)));
      case SoftmaxForward k -> List.of(Step.of(VectorNormed.of(k), 1));
      case LogSoftmax.Map k -> List.of(Step.of(VectorNormed.of(k), 1));
      case RowExtreme k when VectorExtreme.suits(k) ->
          List.of(Step.of(new VectorExtreme(k), Math.max(1, k.perPart() / 8)));
      case PartialSum k -> List.of(Step.of(new VectorPartialSum(k), k.parts()));
      case FmaChains k when k.size() >= VectorFmaChains.INDICES ->
          List.of(Step.of(new VectorFmaChains(k), FmaChains.flops(VectorFmaChains.INDICES, 16)));
      case SquareSums k -> List.of(Step.of(new VectorSquareSums(k), k.stretch()));
      case AdamUpdate k -> List.of(Step.of(new VectorAdam(k), 1));
      case SgdUpdate k -> List.of(Step.of(new VectorSgd(k), 1));
      case UnaryKernel k when CircularLoop.suits(k) -> List.of(Step.of(CircularLoop.of(k), 4));
      default -> {
        var loop = Chain.of(kernel);
        yield loop == null ? RowKernels.steps(kernel) : List.of(Step.of(loop, loop.work()));
      }
    };
  }

  /** A convolution whose results go where they are said to. */
  static List<Step> forward(Conv2dForward k, Target target) {
    if (ChannelCorrelation.suits(k)) {
      var weights = ChannelWeights.forward(k);
      var products = ChannelCorrelation.forward(k, weights, target);
      return List.of(
          packing(weights.w(), weights, weights.work()), Step.of(products, products.work()));
    }
    if (Winograd.suits(k.sizes(), k.window())) {
      var weights = WinogradWeights.forward(k);
      var products = Winograd.forward(k, weights, target);
      return List.of(
          packing(weights.w(), weights, weights.work()), Step.of(products, products.work()));
    }
    var weights = PackedWeights.forward(k);
    var packing = packing(weights.w(), weights, weights.depth());
    if (target.pool() == null) {
      var products = Correlation.forward(k, weights, target);
      return List.of(packing, Step.of(products, products.work()));
    }
    if (PooledWindow.suits(k)) {
      var products = PooledWindow.of(k, weights, target, target.pool());
      return List.of(packing, Step.of(products, products.work()));
    }
    var products = PooledCorrelation.of(k, weights, target, target.pool());
    return List.of(packing, Step.of(products, products.work()));
  }

  private static Step packing(float[] w, Loop weights, long work) {
    return Step.packing(weights, work, w);
  }

  /** A step each of whose indices goes through one plane of the input. */
  static Step step(Loop planes, ImageSizes s) {
    return Step.of(planes, 2L * s.hi() * s.wi());
  }
}
