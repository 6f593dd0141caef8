package org.tornadonn.onnx.write;

import java.util.stream.LongStream;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.op.reduction.ArgExtreme;
import org.tornadonn.op.reduction.CumSum;
import org.tornadonn.op.reduction.Extreme;
import org.tornadonn.op.reduction.Prod;

/** Many numbers as one. */
final class Reductions {

  /** Since then, all reductions take axes as an input; sums did before. */
  private static final int AXES_AS_INPUT = 18;

  private Reductions() {}

  static boolean write(Step step) {
    switch (step.operation()) {
      case Sum sum -> reduce(step, "ReduceSum", sum.first(), sum.axes());
      case Extreme extreme ->
          reduce(
              step,
              extreme.sign() > 0 ? "ReduceMax" : "ReduceMin",
              extreme.first(),
              extreme.axes());
      case Prod prod -> reduce(step, "ReduceProd", prod.axis(), 1);
      case ArgExtreme extreme ->
          step.gives(
              step.op(extreme.sign() > 0 ? "ArgMax" : "ArgMin", step.in(0))
                  .with("axis", extreme.axis())
                  .value(),
              ElementType.INT64);
      case CumSum sum ->
          step.op("CumSum", step.in(0), step.index(sum.axis()))
              .with("reverse", sum.reverse() ? 1 : 0)
              .gives();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Neighbouring axes become 1. */
  static void reduce(Step step, String type, int first, int count) {
    over(step, type, step.in(0), LongStream.range(first, first + count).toArray()).gives();
  }

  /** Some axes of a value become 1. */
  static Step.Op over(Step step, String type, String x, long... axes) {
    return type.equals("ReduceSum") || step.opset() >= AXES_AS_INPUT
        ? step.op(type, x, step.whole(axes))
        : step.op(type, x).with("axes", axes);
  }
}
