package org.tornadonn.onnx.write;

import java.util.Arrays;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.op.normalization.Standardize;
import org.tornadonn.plan.Shape;

/** Normalizations. */
final class Normalizations {

  private Normalizations() {}

  static boolean write(Step step) {
    switch (step.operation()) {
      case BatchNorm2dInference norm -> batchNorm(step, norm.epsilon());
      case Standardize norm -> standardize(step, norm);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** ONNX has none without weight and bias: they are 1 and 0, between x and the mean. */
  private static void batchNorm(Step step, float epsilon) {
    boolean affine = step.operands() > 3;
    var channels = step.shape(1);
    step.op(
            "BatchNormalization",
            step.in(0),
            affine ? step.in(1) : filled(step, channels, 1),
            affine ? step.in(2) : filled(step, channels, 0),
            step.in(affine ? 3 : 1),
            step.in(affine ? 4 : 2))
        .with("epsilon", epsilon)
        .gives();
  }

  private static void standardize(Step step, Standardize norm) {
    int[] sizes = step.shape(0).toArray();
    var row = Shape.of(Arrays.copyOfRange(sizes, sizes.length - norm.axes(), sizes.length));
    step.op("LayerNormalization", step.in(0), filled(step, row, 1))
        .with("axis", -norm.axes())
        .with("epsilon", norm.epsilon())
        .gives();
  }

  private static String filled(Step step, Shape shape, float number) {
    var numbers = new float[shape.size()];
    Arrays.fill(numbers, number);
    return step.numbers(shape, numbers);
  }
}
