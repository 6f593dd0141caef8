package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Map;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.op.GridSample;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;

/** Images sampled at the locations of a grid, and grids of affine maps. */
final class GridSampling {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("GridSample", Rule.one(GridSampling::sampled)),
          entry("AffineGrid", Rule.one(GridSampling::affine)));

  private GridSampling() {}

  private static Operand sampled(Invocation node) {
    var sample = new GridSample(mode(node), padding(node), node.flag("align_corners"));
    return Functions.fraction(node, sample.of(node.value(0), node.value(1)));
  }

  private static Interpolation mode(Invocation node) {
    var mode = node.text("mode", "linear");
    return switch (mode) {
      case "nearest" -> Interpolation.NEAREST;
      case "linear", "bilinear" -> Interpolation.LINEAR;
      case "cubic", "bicubic" -> Interpolation.CUBIC;
      default -> throw node.variant("has a mode '%s'".formatted(mode));
    };
  }

  private static GridSample.Outside padding(Invocation node) {
    var padding = node.text("padding_mode", "zeros");
    return switch (padding) {
      case "zeros" -> GridSample.Outside.ZEROS;
      case "border" -> GridSample.Outside.BORDER;
      case "reflection" -> GridSample.Outside.REFLECTION;
      default -> throw node.variant("has a padding_mode '%s'".formatted(padding));
    };
  }

  /** The places that a matrix moves those of an image to. */
  private static Operand affine(Invocation node) {
    boolean corners = node.flag("align_corners");
    long[] sizes = node.integers(1);
    int axes = sizes.length - 2;
    if (axes < 1) {
      throw new Refusal(Reason.SHAPE, "makes a grid of %d axes".formatted(axes));
    }
    int[] size = new int[sizes.length];
    for (int i = 0; i < size.length; i++) {
      size[i] = Math.toIntExact(sizes[i]);
    }
    return Functions.fraction(node, F.affineGrid(node.value(0), Shape.of(size), corners));
  }
}
