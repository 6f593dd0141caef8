package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.op.normalization.BatchNorm2d;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.plan.Value;

/** Numbers brought to mean 0 and variance 1. */
final class Normalizations {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("BatchNormalization", Rule.one(Normalizations::batch)),
          entry("LayerNormalization", Normalizations::layer),
          entry("RMSNormalization", Rule.one(Normalizations::rms)),
          entry("InstanceNormalization", Rule.one(Normalizations::instance)),
          entry("GroupNormalization", Rule.one(Normalizations::group)));

  /** Since then, groups are scaled by channel. */
  private static final long BY_CHANNEL = 21;

  private Normalizations() {}

  private static Operand batch(Invocation node) {
    float epsilon = node.number("epsilon", 1e-5f);
    float kept = node.number("momentum", 0.9f);
    node.integer("spatial", 1);
    if (node.flag("training_mode") || node.wants(1)) {
      throw node.variant("is in training mode");
    }
    var x = node.value(0);
    var shape = x.shape();
    if (shape.rank() < 2) {
      throw new Refusal(Reason.SHAPE, "takes %d axes".formatted(shape.rank()));
    }
    int pixels = shape.size() / shape.dim(0) / shape.dim(1);
    var image = F.reshape(x, shape.dim(0), shape.dim(1), pixels, 1);
    var weight = node.value(1);
    var bias = node.value(2);
    var mean = node.state(3);
    var variance = node.state(4);
    var batches = node.batches(3);
    var fill = node.fill();
    var y =
        fill == null
            ? x.tape().apply(new BatchNorm2dInference(epsilon), image, weight, bias, mean, variance)
            : x.tape()
                .apply(
                    new BatchNorm2d(epsilon, 1 - kept),
                    image,
                    weight,
                    bias,
                    mean,
                    variance,
                    batches,
                    fill);
    return Functions.fraction(node, F.reshape(y, shape));
  }

  /** The axes from one on. */
  private static int[] from(int axis, int rank) {
    return IntStream.range(axis, rank).toArray();
  }

  private static List<Operand> layer(Invocation node) {
    var x = node.value(0);
    int rank = x.shape().rank();
    int[] axes = from(node.axis(node.integer("axis", -1), rank), rank);
    float epsilon = node.number("epsilon", 1e-5f);
    node.ignore("stash_type");
    var mean = F.mean(x, true, axes);
    var centred = F.sub(x, mean);
    var inverse = F.rsqrt(F.add(F.mean(F.square(centred), true, axes), epsilon));
    var y = F.mul(F.mul(centred, inverse), node.value(1));
    var type = node.in(0).type();
    return List.of(
        new Computed(node.has(2) ? F.add(y, node.value(2)) : y, type),
        new Computed(mean, type),
        new Computed(inverse, type));
  }

  private static Operand rms(Invocation node) {
    var x = node.value(0);
    int rank = x.shape().rank();
    int[] axes = from(node.axis(node.integer("axis", -1), rank), rank);
    float epsilon = node.number("epsilon", 1e-5f);
    node.ignore("stash_type");
    var inverse = F.rsqrt(F.add(F.mean(F.square(x), true, axes), epsilon));
    return Functions.fraction(node, F.mul(F.mul(x, inverse), node.value(1)));
  }

  private static Operand instance(Invocation node) {
    float epsilon = node.number("epsilon", 1e-5f);
    var x = node.value(0);
    int rank = x.shape().rank();
    var y = centred(x, epsilon, from(2, rank));
    return Functions.fraction(node, scaled(y, node.value(1), node.value(2), 1));
  }

  private static Value centred(Value x, float epsilon, int... axes) {
    var difference = F.sub(x, F.mean(x, true, axes));
    return F.mul(difference, F.rsqrt(F.add(F.mean(F.square(difference), true, axes), epsilon)));
  }

  /** With a weight and a bias for each place along an axis. */
  private static Value scaled(Value x, Value weight, Value bias, int axis) {
    int[] dims = new int[x.shape().rank() - axis];
    java.util.Arrays.fill(dims, 1);
    dims[0] = x.shape().dim(axis);
    return F.add(F.mul(x, F.reshape(weight, dims)), F.reshape(bias, dims));
  }

  private static Operand group(Invocation node) {
    float epsilon = node.number("epsilon", 1e-5f);
    int groups = Math.toIntExact(node.integer("num_groups", 0));
    node.ignore("stash_type");
    var x = node.value(0);
    var shape = x.shape();
    if (groups < 1 || shape.rank() < 2 || shape.dim(1) % groups != 0) {
      throw new Refusal(Reason.SHAPE, "makes %d groups of %s".formatted(groups, shape));
    }
    int each = shape.size() / shape.dim(0) / groups;
    var grouped = centred(F.reshape(x, shape.dim(0), groups, each), epsilon, 2);
    if (node.opset() < BY_CHANNEL) {
      var y = scaled(grouped, node.value(1), node.value(2), 1);
      return Functions.fraction(node, F.reshape(y, shape));
    }
    return Functions.fraction(
        node, scaled(F.reshape(grouped, shape), node.value(1), node.value(2), 1));
  }
}
