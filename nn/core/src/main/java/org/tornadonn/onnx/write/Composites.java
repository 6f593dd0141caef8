package org.tornadonn.onnx.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tornadonn.op.Composite;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;

/** Functions of several operations that ONNX has one operator for. */
final class Composites {

  /** With so many axes, cubics are known to other programs. */
  private static final int IMAGES = 4;

  private Composites() {}

  /**
   * Writes one.
   *
   * @param composites it in each recording
   * @param step the step that makes its result
   * @return whether ONNX has it so
   */
  static boolean write(List<Composite> composites, Step step) {
    var one = composites.getFirst();
    if (composites.stream().anyMatch(other -> !other.arguments().equals(one.arguments()))) {
      return false;
    }
    var in = new ArrayList<String>();
    for (int k = 0; k < one.operands().size(); k++) {
      int operand = k;
      in.add(step.nameOf(i -> composites.get(i).operands().get(operand)));
    }
    var x = one.operands().getFirst().shape();
    switch (one.function()) {
      case "hardsigmoid" ->
          step.op("HardSigmoid", in.getFirst()).with("alpha", 1f / 6).with("beta", 0.5f).gives();
      case "softsign" -> step.op("Softsign", in.getFirst()).gives();
      case "prelu" -> step.op("PRelu", in.get(0), in.get(1)).gives();
      case "pixel_shuffle" -> {
        return depthToSpace(step, x, in.getFirst(), (int) one.arguments().getFirst());
      }
      case "instance_norm" -> instanceNorm(step, x, in, (float) one.arguments().getFirst());
      case "interpolate" -> {
        return resize(step, one, in.getFirst());
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean depthToSpace(Step step, Shape x, String in, int factor) {
    if (x.rank() != IMAGES) {
      return false;
    }
    step.op("DepthToSpace", in).with("blocksize", (long) factor).with("mode", "CRD").gives();
    return true;
  }

  /** ONNX has none without weight and bias. */
  private static void instanceNorm(Step step, Shape x, List<String> in, float epsilon) {
    var channels = Shape.of(x.dim(1));
    var ones = new float[x.dim(1)];
    Arrays.fill(ones, 1);
    boolean affine = in.size() > 1;
    step.op(
            "InstanceNormalization",
            in.getFirst(),
            affine ? in.get(1) : step.numbers(channels, ones),
            affine ? in.get(2) : step.numbers(channels, new float[ones.length]))
        .with("epsilon", epsilon)
        .gives();
  }

  private static boolean resize(Step step, Composite one, String in) {
    var mode = (Interpolation) one.arguments().getFirst();
    boolean alignCorners = (boolean) one.arguments().get(1);
    var steps = (List<?>) one.arguments().get(2);
    var x = one.operands().getFirst().shape();
    var y = one.result().shape();
    int first = x.rank() - steps.size();
    var scales = new float[x.rank()];
    Arrays.fill(scales, 1);
    for (int i = 0; i < steps.size(); i++) {
      double apart = (double) steps.get(i);
      int axis = first + i;
      scales[axis] = (float) (1 / apart);
      boolean known =
          switch (mode) {
            case NEAREST -> isRepeated(x.dim(axis), y.dim(axis), apart);
            // Other programs find sizes and places from these, so that both have to be the same.
            case LINEAR -> true;
            case CUBIC -> x.rank() == IMAGES && steps.size() == 2;
          };
      // Some multiply in float32, some in float64.
      boolean same =
          (int) (x.dim(axis) * scales[axis]) == y.dim(axis)
              && (int) (x.dim(axis) * (double) scales[axis]) == y.dim(axis);
      if (first < 2 || !known || !same) {
        return false;
      }
    }
    var op =
        step.op("Resize", in, "", step.numbers(Shape.of(x.rank()), scales))
            .with(
                "coordinate_transformation_mode",
                mode == Interpolation.NEAREST
                    ? "asymmetric"
                    : alignCorners ? "align_corners" : "half_pixel");
    switch (mode) {
      case NEAREST -> op.with("mode", "nearest").with("nearest_mode", "floor");
      case LINEAR -> op.with("mode", "linear");
      case CUBIC -> op.with("mode", "cubic").with("cubic_coeff_a", -0.75f);
    }
    op.gives();
    return true;
  }

  /** Whether each number is repeated equally often, about which nobody rounds differently. */
  private static boolean isRepeated(int in, int out, double apart) {
    int times = out / in;
    return out % in == 0
        && IntStream.range(0, out)
            .allMatch(i -> Math.min((int) (i * (float) apart), in - 1) == i / times);
  }
}
