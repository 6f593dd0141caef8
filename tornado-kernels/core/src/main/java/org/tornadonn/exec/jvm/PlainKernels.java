package org.tornadonn.exec.jvm;

import java.util.List;
import org.tornadonn.exec.jvm.convolution.PackedWeights;
import org.tornadonn.exec.jvm.plain.PlainConvolution;
import org.tornadonn.exec.jvm.plain.PlainLinear;
import org.tornadonn.exec.jvm.plain.PlainLinearGradients;
import org.tornadonn.exec.jvm.plain.PlainPool;
import org.tornadonn.exec.jvm.plain.PlainWeightGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Loop;

/** Versions of convolutions, linear layers and pools for JVMs that run without the Vector API. */
final class PlainKernels {

  /** As many products take as long as one by the Vector API with a whole vector. */
  private static final int PRODUCTS = 4;

  private PlainKernels() {}

  /** The steps that do what a kernel does, faster; none if there is no such version. */
  static List<Step> steps(Kernel kernel) {
    return switch (kernel) {
      case Conv2dForward k -> {
        var products = PlainConvolution.forward(k);
        yield List.of(step(products, products.work()));
      }
      case Conv2dInputGradient k -> {
        var weights = PackedWeights.flipped(k);
        var products = PlainConvolution.inputGradient(k, weights);
        yield List.of(
            Step.packing(weights, weights.depth(), weights.w()), step(products, products.work()));
      }
      case Conv2dWeightGradient k -> {
        var sums = new PlainWeightGradient(k);
        yield List.of(step(sums, sums.work()));
      }
      case LinearForward k when PlainLinear.suits(k) -> {
        var weights = PlainLinear.Columns.of(k);
        var products = new PlainLinear(k, weights);
        yield List.of(Step.packing(weights, k.co(), k.w()), step(products, products.work()));
      }
      case LinearInputGradient k when PlainLinearGradients.suits(k.ci()) -> {
        var products = new PlainLinearGradients.Input(k);
        yield List.of(step(products, products.work()));
      }
      case LinearWeightGradient k when PlainLinearGradients.suits(k.ci()) -> {
        var sums = new PlainLinearGradients.Weights(k);
        yield List.of(step(sums, sums.work()));
      }
      case MaxPool2dForward k when PlainPool.suits(k) -> {
        var pool = new PlainPool(k);
        yield List.of(Step.of(pool, pool.work()));
      }
      default -> RowKernels.steps(kernel);
    };
  }

  private static Step step(Loop loop, long work) {
    return Step.of(loop, work / PRODUCTS);
  }
}
