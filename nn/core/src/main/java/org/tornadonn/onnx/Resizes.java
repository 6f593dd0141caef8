package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;

/** Images made larger or smaller: one axis after the other. */
final class Resizes {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Resize", Rule.one(Resizes::resize)),
          entry("Upsample", Rule.one(Resizes::upsample)));

  /** Since then, Resize has a region before its scales. */
  private static final long WITH_REGION = 11;

  private Resizes() {}

  private static Operand upsample(Invocation node) {
    var mode = node.text("mode", "nearest");
    var given = node.numbers("scales");
    var scales = given == null ? node.known(1).toFloats() : given;
    return resized(
        node,
        new Resampling(
            mode.equals("bilinear") ? "linear" : mode,
            "asymmetric",
            "floor",
            -0.75,
            false,
            false,
            0),
        scales,
        null,
        null,
        "stretch");
  }

  private static Operand resize(Invocation node) {
    boolean old = node.opset() < WITH_REGION;
    var resampling =
        new Resampling(
            node.text("mode", "nearest"),
            node.text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel"),
            node.text("nearest_mode", old ? "floor" : "round_prefer_floor"),
            node.number("cubic_coeff_a", -0.75f),
            node.flag("antialias"),
            node.flag("exclude_outside"),
            node.number("extrapolation_value", 0));
    var policy = node.text("keep_aspect_ratio_policy", "stretch");
    int scalesAt = old ? 1 : 2;
    var scales =
        node.has(scalesAt) && node.in(scalesAt).size() > 0 ? node.known(scalesAt).toFloats() : null;
    long[] sizes = node.has(3) ? node.integers(3) : null;
    var region = resampling.crops() && node.has(1) && !old ? node.known(1) : null;
    return resized(node, resampling, scales, sizes, region, policy);
  }

  private static Operand resized(
      Invocation node,
      Resampling resampling,
      float @Nullable [] scales,
      long @Nullable [] sizes,
      @Nullable HostTensor region,
      String policy) {
    var x = node.in(0);
    int[] dims = x.dims();
    long[] all = IntStream.range(0, dims.length).asLongStream().toArray();
    int[] axes =
        Arrays.stream(node.integers("axes", all))
            .mapToInt(axis -> node.axis(axis, dims.length))
            .toArray();
    int given = sizes != null ? sizes.length : scales != null ? scales.length : 0;
    if (given != axes.length) {
      throw new Refusal(Reason.DAMAGED, "has %d sizes for %d axes".formatted(given, axes.length));
    }
    double[] factor = new double[axes.length];
    int[] out = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      int in = dims[axes[i]];
      factor[i] = sizes != null ? (double) sizes[i] / in : scales == null ? 1 : scales[i];
      out[i] = Math.toIntExact(sizes != null ? sizes[i] : (long) ((float) factor[i] * in));
    }
    if (sizes != null && !policy.equals("stretch")) {
      double one =
          policy.equals("not_larger")
              ? Arrays.stream(factor).min().orElse(1)
              : Arrays.stream(factor).max().orElse(1);
      for (int i = 0; i < axes.length; i++) {
        factor[i] = one;
        out[i] = (int) (one * dims[axes[i]] + 0.5);
      }
    }
    Pieces.requireElements(out);
    var value = node.value(0);
    for (int i = 0; i < axes.length; i++) {
      double from = region == null ? 0 : region.number(i);
      double to = region == null ? 1 : region.number(i + axes.length);
      if (factor[i] == 1 && out[i] == dims[axes[i]] && from == 0 && to == 1) {
        continue;
      }
      var rows = resampling.rows(node, dims[axes[i]], out[i], factor[i], from, to);
      value = F.axisMap(value, axes[i], rows.matrix());
      value = rows.filled(value, axes[i], resampling.outside());
    }
    return Sizes.like(x, value);
  }
}
