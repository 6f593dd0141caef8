package org.tornadonn.conformance.oracle;

import java.util.List;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.activation.LeakyReLU;
import org.tornadonn.op.activation.LogSoftmax;
import org.tornadonn.op.activation.LogSumExp;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.convolution.Conv1d;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.ConvTranspose1d;
import org.tornadonn.op.convolution.ConvTranspose2d;
import org.tornadonn.op.indexing.ArgSort;
import org.tornadonn.op.indexing.Gather;
import org.tornadonn.op.indexing.IndexSelect;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.linear.MatMul;
import org.tornadonn.op.loss.BinaryCrossEntropyWithLogits;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.loss.DenseCrossEntropy;
import org.tornadonn.op.loss.HuberLoss;
import org.tornadonn.op.loss.L1Loss;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.loss.SmoothL1Loss;
import org.tornadonn.op.normalization.BatchNorm2d;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.op.normalization.Standardize;
import org.tornadonn.op.pooling.AdaptiveAvgPool1d;
import org.tornadonn.op.pooling.AdaptiveAvgPool2d;
import org.tornadonn.op.pooling.AdaptiveMaxPool1d;
import org.tornadonn.op.pooling.AdaptiveMaxPool2d;
import org.tornadonn.op.pooling.AvgPool1d;
import org.tornadonn.op.pooling.AvgPool2d;
import org.tornadonn.op.pooling.MaxPool1d;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.recurrent.TimeStep;
import org.tornadonn.op.reduction.ArgExtreme;
import org.tornadonn.op.reduction.CumSum;
import org.tornadonn.op.reduction.Extreme;
import org.tornadonn.op.reduction.Prod;
import org.tornadonn.op.shape.AxisMap;
import org.tornadonn.op.shape.Cat;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.op.shape.Permute;
import org.tornadonn.op.shape.Spread;
import org.tornadonn.op.shape.StridedSlice;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Which definition belongs to which operation: a new operation adds a line. */
public final class Definitions {

  private Definitions() {}

  /** The definition of one application of an operation in a graph. */
  public static Definition of(Node node) {
    return of(
        node.operation(), node.inputs().stream().map(Value::shape).toList(), node.output().shape());
  }

  private static Definition of(Operation operation, List<Shape> in, Shape y) {
    return switch (operation) {
      case Conv2d conv -> Conv2dDefinition.of(conv.window(), conv.groups(), in.get(0), in.get(1));
      case Conv1d conv -> Conv2dDefinition.of(conv.window(), conv.groups(), in.get(0), in.get(1));
      case ConvTranspose2d conv ->
          Conv2dDefinition.transposed(
              conv.window(),
              conv.outputPaddingHeight(),
              conv.outputPaddingWidth(),
              conv.groups(),
              in.get(0),
              in.get(1));
      case ConvTranspose1d conv ->
          Conv2dDefinition.transposed(
              conv.window(), 0, conv.outputPadding(), conv.groups(), in.get(0), in.get(1));
      case MaxPool2d pool -> MaxPool2dDefinition.sliding(pool.window(), pool.ceilMode(), in.get(0));
      case MaxPool1d pool -> MaxPool2dDefinition.sliding(pool.window(), pool.ceilMode(), in.get(0));
      case AdaptiveMaxPool2d pool ->
          MaxPool2dDefinition.adaptive(pool.height(), pool.width(), in.get(0));
      case AdaptiveMaxPool1d pool -> MaxPool2dDefinition.adaptive(1, pool.size(), in.get(0));
      case AvgPool2d pool ->
          MeanPoolDefinition.sliding(
              pool.window(), pool.countPadding(), pool.ceilMode(), pool.divisor(), in.get(0));
      case AvgPool1d pool ->
          MeanPoolDefinition.sliding(
              pool.window(), pool.countPadding(), pool.ceilMode(), 0, in.get(0));
      case AdaptiveAvgPool1d pool -> MeanPoolDefinition.adaptive(1, pool.size(), in.get(0));
      case AdaptiveAvgPool2d pool ->
          MeanPoolDefinition.adaptive(pool.height(), pool.width(), in.get(0));
      case Sigmoid _ -> PointwiseDefinition.sigmoid();
      case Tanh _ -> PointwiseDefinition.tanh();
      case LeakyReLU leaky -> PointwiseDefinition.leakyReLU(leaky.slope());
      case GELU gelu -> PointwiseDefinition.gelu(gelu.approximate());
      case Softmax softmax -> new SoftmaxDefinition(softmax.axis(), in.get(0));
      case LogSoftmax softmax -> LogSumExpDefinition.takenOff(softmax.axis(), in.get(0));
      case LogSumExp sum -> LogSumExpDefinition.alone(sum.axis(), in.get(0));
      case BatchNorm2d norm -> new BatchNorm2dDefinition(norm.epsilon(), true, in.get(0));
      case BatchNorm2dInference norm -> new BatchNorm2dDefinition(norm.epsilon(), false, in.get(0));
      case Dropout dropout -> new DropoutDefinition(dropout.p(), dropout.layer());
      case ReLU _ -> new ReLUDefinition();
      case Linear _ -> new LinearDefinition(in.get(0), in.get(1));
      case MatMul product ->
          new MatMulDefinition(product.transposeA(), product.transposeB(), in.get(0), in.get(1));
      case TimeStep step -> new TimeStepDefinition(step.index(), in.get(0));
      case Standardize norm -> new StandardizeDefinition(norm.axes(), norm.epsilon(), in.get(0));
      case Add _ -> new AddDefinition();
      case Flatten _, Identity _, Reshape _ -> new SameDefinition();
      case Permute permute -> RearrangedDefinition.of(permute, in.get(0), y);
      case StridedSlice slice -> RearrangedDefinition.of(slice, in.get(0), y);
      case Spread spread -> RearrangedDefinition.of(spread, in.get(0), y);
      case Cat cat -> RearrangedDefinition.of(cat, y, in.toArray(Shape[]::new));
      case Expand expand -> new ExpandDefinition(in.get(0), expand.shape());
      case org.tornadonn.op.arithmetic.Sum sum ->
          new SumDefinition(sum.first(), sum.axes(), in.get(0));
      case MeanSquaredError _ -> new MeanSquaredErrorDefinition(in.get(0));
      case CrossEntropy loss -> new CrossEntropyDefinition(in.get(0), loss.smoothing());
      case DenseCrossEntropy loss -> new DenseCrossEntropyDefinition(loss, in.get(0));
      case L1Loss _ -> PointwiseLossDefinition.l1(in.get(0));
      case HuberLoss loss -> PointwiseLossDefinition.huber(in.get(0), loss.delta());
      case SmoothL1Loss loss -> PointwiseLossDefinition.smoothL1(in.get(0), loss.beta());
      case BinaryCrossEntropyWithLogits _ -> PointwiseLossDefinition.binaryCrossEntropy(in.get(0));
      case AxisMap map -> LinearMapDefinition.of(map.axis(), in.get(0), y);
      case CumSum sum -> LinearMapDefinition.cumsum(sum.axis(), sum.reverse(), in.get(0));
      case Extreme extreme ->
          ExtremeDefinition.of(extreme.first(), extreme.axes(), extreme.sign(), in.get(0));
      case Prod product -> new ProdDefinition(Line.of(in.get(0), product.axis(), 1));
      case ArgExtreme extreme ->
          OrderDefinition.first(extreme.axis(), extreme.sign() > 0, in.get(0));
      case ArgSort sort -> OrderDefinition.sort(sort.axis(), sort.descending(), in.get(0));
      case Gather gather -> TakenDefinition.gather(gather.axis(), in.get(0), y);
      case IndexSelect select ->
          TakenDefinition.select(select.axis(), select.paddingIndex(), in.get(0), y);
      case Defined own -> own.definition();
      default -> new ElementaryDefinition(Elementary.of(operation), in);
    };
  }
}
