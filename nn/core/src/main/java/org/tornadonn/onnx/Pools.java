package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tornadonn.op.F;
import org.tornadonn.op.normalization.LocalResponseNorm;
import org.tornadonn.op.pooling.AdaptiveAvgPool2d;
import org.tornadonn.op.pooling.AvgPool2d;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Value;

/** Windows of sequences and images made one number each. */
final class Pools {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("MaxPool", Pools::max),
          entry("MaxUnpool", Rule.one(MaxIndices::unpool)),
          entry("AveragePool", Rule.one(Pools::average)),
          entry("LpPool", Rule.one(Pools::norm)),
          entry("GlobalAveragePool", Rule.one(Pools::globalAverage)),
          entry("GlobalMaxPool", Rule.one(Pools::globalMax)),
          entry("GlobalLpPool", Rule.one(Pools::globalNorm)),
          entry("LRN", Rule.one(Pools::lrn)));

  private Pools() {}

  private static Frame frame(Invocation node) {
    int[] sizes = Convolutions.inner(node, 0);
    return Frame.of(node, sizes).automatic(node.text("auto_pad", "NOTSET"), sizes);
  }

  private static Value pooled(Value x, Operation pool) {
    var image = Convolutions.image(x);
    var y = image.tape().apply(pool, image);
    return x.shape().rank() == 3 ? Convolutions.sequence(y) : y;
  }

  private static List<Operand> max(Invocation node) {
    boolean byColumns = node.flag("storage_order");
    boolean ceil = node.flag("ceil_mode");
    var frame = frame(node);
    var x = node.value(0);
    var given = frame;
    if (frame.paddedWide()) {
      x = framed(x, frame, Float.NEGATIVE_INFINITY);
      frame = frame.padded(new int[frame.axes()], new int[frame.axes()]);
    }
    var y = Sizes.like(node.in(0), pooled(x, frame, part -> new MaxPool2d(part.window(), ceil)));
    return node.wants(1) ? List.of(y, MaxIndices.of(node, given, byColumns, y.dims())) : List.of(y);
  }

  /** A volume is pooled plane by plane, and then along its depth. */
  private static Value pooled(Value x, Frame frame, Function<Frame, Operation> pool) {
    if (frame.axes() < 3) {
      return pooled(x, pool.apply(frame));
    }
    int[] dims = x.shape().toArray();
    int maps = Math.multiplyExact(dims[0], dims[1]);
    var planes = F.reshape(x, maps, dims[2], dims[3], dims[4]);
    var flat = pooled(planes, pool.apply(frame.part(1, 3)));
    int rows = flat.shape().dim(2);
    int columns = flat.shape().dim(3);
    var along = F.transpose(F.reshape(flat, maps, dims[2], rows * columns), 1, 2);
    var y = pooled(along, pool.apply(frame.part(0, 1)));
    return F.reshape(F.transpose(y, 1, 2), dims[0], dims[1], y.shape().dim(2), rows, columns);
  }

  /** With the padding of a window around it. */
  private static Value framed(Value x, Frame frame, float number) {
    int axes = frame.axes();
    int[] pad = new int[2 * axes];
    for (int i = 0; i < axes; i++) {
      pad[2 * i] = frame.before()[axes - 1 - i];
      pad[2 * i + 1] = frame.after()[axes - 1 - i];
    }
    return F.pad(x, pad, number);
  }

  private static Operand average(Invocation node) {
    boolean counted = node.flag("count_include_pad");
    boolean ceil = node.flag("ceil_mode");
    return Functions.fraction(
        node,
        pooled(node.value(0), frame(node), part -> new AvgPool2d(part.window(), counted, ceil, 0)));
  }

  private static Operand norm(Invocation node) {
    float p = node.integer("p", 2);
    boolean ceil = node.flag("ceil_mode");
    var frame = frame(node);
    var powers = F.pow(F.abs(node.value(0)), p);
    var sums = pooled(powers, frame, part -> new AvgPool2d(part.window(), true, ceil, 1));
    return Functions.fraction(node, F.pow(sums, 1 / p));
  }

  private static int[] innerAxes(Invocation node) {
    return IntStream.range(2, node.in(0).rank()).toArray();
  }

  private static Operand globalAverage(Invocation node) {
    var x = node.value(0);
    return Functions.fraction(
        node,
        x.shape().rank() == 4
            ? x.tape().apply(new AdaptiveAvgPool2d(1, 1), x)
            : F.mean(x, true, innerAxes(node)));
  }

  private static Operand globalMax(Invocation node) {
    return Functions.fraction(node, F.amax(node.value(0), true, innerAxes(node)));
  }

  private static Operand globalNorm(Invocation node) {
    float p = node.integer("p", 2);
    var sums = F.sum(F.pow(F.abs(node.value(0)), p), true, innerAxes(node));
    return Functions.fraction(node, F.pow(sums, 1 / p));
  }

  /** Divides by what neighbouring channels have. */
  private static Operand lrn(Invocation node) {
    int size = Math.toIntExact(node.integer("size", 1));
    float alpha = node.number("alpha", 1e-4f);
    float beta = node.number("beta", 0.75f);
    float bias = node.number("bias", 1);
    var x = node.value(0);
    var y = LocalResponseNorm.of(x, (size - 1) / 2, size / 2, alpha, beta, bias);
    return Functions.fraction(node, y);
  }
}
