package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Scaled dot product attention, with several heads, masks and keys of before.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Attention.html">ONNX</a>
 */
final class Attention {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Attention", node -> new Attention(node).apply()),
          entry("RotaryEmbedding", Rule.one(Attention::rotary)));

  private final Invocation node;
  private final boolean causal;
  private final int left;
  private final int right;

  private Attention(Invocation node) {
    this.node = node;
    this.causal = node.flag("is_causal");
    this.left = Math.toIntExact(node.integer("left_window_size", -1));
    this.right = Math.toIntExact(node.integer("right_window_size", -1));
  }

  private List<Operand> apply() {
    var type = node.in(0).type();
    boolean flat = node.in(0).rank() == 3;
    long queryHeads = node.integer("q_num_heads", 0);
    long keyHeads = node.integer("kv_num_heads", 0);
    node.ignore("softmax_precision");
    var q = heads(node.value(0), queryHeads);
    var k = heads(node.value(1), keyHeads);
    var v = heads(node.value(2), keyHeads);
    if (node.has(4)) {
      k = F.cat(2, node.value(4), k);
      v = F.cat(2, node.value(5), v);
    }
    var presentKey = k;
    var presentValue = v;
    int queries = q.shape().dim(2);
    int keys = k.shape().dim(2);
    double scale =
        node.hasAttribute("scale") ? node.number("scale", 1) : 1 / Math.sqrt(q.shape().dim(3));
    int repeats = q.shape().dim(1) / k.shape().dim(1);
    k = repeated(k, repeats);
    v = repeated(v, repeats);
    // Both by the root, so that neither is large.
    float root = (float) Math.sqrt(scale);
    var scores = F.matmul(F.mul(q, root), F.mul(F.permute(k, 0, 1, 3, 2), root));
    long mode = node.integer("qk_matmul_output_mode", 0);
    var shown = scores;
    float cap = node.number("softcap", 0);
    if (cap > 0) {
      scores = F.mul(F.tanh(F.div(scores, cap)), cap);
      shown = mode == 0 ? shown : scores;
    }
    var bias = bias(queries, keys);
    var biased = bias == null ? scores : F.add(scores, bias);
    var weights = Reductions.softmax(biased, 3);
    if (bias != null) {
      // Rows that may see nothing see nothing, rather than NaN.
      var blind = F.lt(F.amax(bias, true, -1), -Float.MAX_VALUE);
      weights = F.where(blind, node.scalar(0), weights);
    }
    shown = mode == 2 ? biased : mode == 3 ? weights : shown;
    var y = F.matmul(weights, v);
    if (flat) {
      var turned = F.permute(y, 0, 2, 1, 3);
      var shape = turned.shape();
      y = F.reshape(turned, shape.dim(0), shape.dim(1), shape.dim(2) * shape.dim(3));
    }
    return List.of(
        new Computed(y, type),
        new Computed(presentKey, type),
        new Computed(presentValue, type),
        new Computed(shown, type));
  }

  /** From (batch, sequence, heads · size) to (batch, heads, sequence, size). */
  private static Value heads(Value x, long heads) {
    var shape = x.shape();
    if (shape.rank() == 4) {
      return x;
    }
    if (shape.rank() != 3 || heads < 1 || shape.dim(2) % heads != 0) {
      throw new Refusal(Reason.SHAPE, "makes %d heads of %s".formatted(heads, shape));
    }
    int count = (int) heads;
    var apart = F.reshape(x, shape.dim(0), shape.dim(1), count, shape.dim(2) / count);
    return F.permute(apart, 0, 2, 1, 3);
  }

  /** Each head several times, one after the other. */
  private static Value repeated(Value x, int times) {
    if (times <= 1) {
      return x;
    }
    var s = x.shape();
    var apart = F.reshape(x, s.dim(0), s.dim(1), 1, s.dim(2), s.dim(3));
    var wide = F.expand(apart, Shape.of(s.dim(0), s.dim(1), times, s.dim(2), s.dim(3)));
    return F.reshape(wide, s.dim(0), s.dim(1) * times, s.dim(2), s.dim(3));
  }

  /** What is added to scores: −∞ where a query may not see a key. */
  private @Nullable Value bias(int queries, int keys) {
    var parts = new ArrayList<Value>();
    if (node.has(3)) {
      parts.add(mask(keys));
    }
    long[] lengths = node.has(6) ? node.integers(6) : new long[0];
    if (causal || left >= 0 || right >= 0) {
      parts.add(window(queries, keys, lengths));
    }
    if (lengths.length > 0) {
      parts.add(bias(new int[] {lengths.length, 1, 1, keys}, i -> i % keys < lengths[i / keys]));
    }
    return parts.stream().reduce(F::add).orElse(null);
  }

  private Value bias(int[] dims, java.util.function.IntPredicate seen) {
    return node.constant(
        HostTensor.fractions(
            ElementType.FLOAT, dims, i -> seen.test(i) ? 0 : Double.NEGATIVE_INFINITY));
  }

  /** Keys behind a query, or too far from it. */
  private Value window(int queries, int keys, long... lengths) {
    boolean each = lengths.length > 0 && !node.has(4);
    int before = node.has(4) ? node.in(4).dims()[2] : 0;
    int[] dims = {each ? lengths.length : 1, 1, queries, keys};
    return bias(
        dims,
        i -> {
          long offset = each ? lengths[i / keys / queries] - queries : before;
          long distance = i / keys % queries + offset - i % keys;
          return (!causal || distance >= 0)
              && (left < 0 || distance <= left)
              && (right < 0 || -distance <= right);
        });
  }

  private Value mask(int keys) {
    boolean truth = node.in(3).type() == ElementType.BOOL;
    var given = node.value(3);
    var mask =
        truth ? F.where(given, node.scalar(0), node.scalar(Double.NEGATIVE_INFINITY)) : given;
    int missing = keys - mask.shape().dim(-1);
    return missing > 0 ? F.pad(mask, new int[] {0, missing}, Float.NEGATIVE_INFINITY) : mask;
  }

  /** Turns pairs of numbers by angles that depend on their places. */
  private static Operand rotary(Invocation node) {
    boolean interleaved = node.flag("interleaved");
    int turned = Math.toIntExact(node.integer("rotary_embedding_dim", 0));
    long heads = node.integer("num_heads", 0);
    var given = node.value(0);
    boolean flat = given.shape().rank() == 3;
    // (batch, heads, sequence, size)
    var x = heads(given, heads);
    var s = x.shape();
    int size = s.dim(3);
    turned = turned == 0 ? size : turned;
    int half = turned / 2;
    var cos = angles(node, 1, s.dim(0), s.dim(2), half);
    var sin = angles(node, 2, s.dim(0), s.dim(2), half);
    Value a;
    Value b;
    if (interleaved) {
      a = F.slice(x, 3, 0, turned, 2);
      b = F.slice(x, 3, 1, turned, 2);
    } else {
      a = F.slice(x, 3, 0, half, 1);
      b = F.slice(x, 3, half, turned, 1);
    }
    var real = F.sub(F.mul(cos, a), F.mul(sin, b));
    var imaginary = F.add(F.mul(sin, a), F.mul(cos, b));
    var y = F.cat(3, real, imaginary);
    if (interleaved) {
      var apart = F.reshape(y, s.dim(0) * s.dim(1) * s.dim(2), 2, half);
      y = F.reshape(F.permute(apart, 0, 2, 1), s.dim(0), s.dim(1), s.dim(2), turned);
    }
    if (turned < size) {
      y = F.cat(3, y, F.slice(x, 3, turned, size, 1));
    }
    return Functions.fraction(node, flat ? F.reshape(F.permute(y, 0, 2, 1, 3), given.shape()) : y);
  }

  /** Cosines or sines of each place, for all heads. */
  private static Value angles(Invocation node, int i, int batch, int sequence, int half) {
    if (!node.has(3)) {
      var cache = node.value(i);
      return F.reshape(cache, cache.shape().size() / sequence / half, 1, sequence, half);
    }
    var ids = node.integers(3);
    int[] places = new int[ids.length];
    for (int k = 0; k < places.length; k++) {
      places[k] = Math.toIntExact(ids[k]);
    }
    var taken = node.value(Indices.taken(node, node.in(i), 0, places));
    return F.reshape(taken, batch, 1, sequence, half);
  }
}
