package org.tornadonn.layer;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.F;
import org.tornadonn.op.attention.Attention;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Attention of several heads, batch first: {@code (n, l, embedDim)} becomes {@code (n, l,
 * embedDim)}. As a layer it is self-attention; as a block it takes query, key and value, in this
 * order, and behind them, where there are such, a key padding mask and a mask that is added, as
 * {@link #attend} has them. It gives {@code output} and {@code weights (n, l, s)}, the mean of
 * those of the heads.
 *
 * <p>Parameters: {@code in_proj_weight (3 · embedDim, embedDim)}, Xavier uniform, the rows of
 * queries, keys and values behind each other; {@code in_proj_bias}, which begins at 0; {@code
 * out_proj.weight (embedDim, embedDim)} and {@code out_proj.bias}, which begins at 0. Where kdim or
 * vdim is not embedDim, there are {@code q_proj_weight}, {@code k_proj_weight} and {@code
 * v_proj_weight} instead of {@code in_proj_weight}.
 *
 * @param embedDim the features of queries and of the result
 * @param numHeads how many heads share them; it divides embedDim
 * @param dropout the probability that a weight of attention becomes 0 in training; default 0
 * @param bias whether the projections have biases; default true
 * @param causal whether query i sees the keys up to i alone; default false
 * @param kdim the features of keys; default embedDim
 * @param vdim the features of values; default embedDim
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani and others, Attention is all you need</a>
 */
public record MultiheadAttention(
    int embedDim, int numHeads, float dropout, boolean bias, boolean causal, int kdim, int vdim)
    implements Layer {

  /** Checks the numbers. */
  public MultiheadAttention {
    if (embedDim < 1
        || numHeads < 1
        || embedDim % numHeads != 0
        || !(dropout >= 0 && dropout <= 1)) {
      throw new ShapeException(
          "MultiheadAttention needs heads that share embedDim out evenly and a dropout from 0 to 1, but gets embedDim %d, numHeads %d and dropout %s."
              .formatted(embedDim, numHeads, dropout));
    }
    if (kdim < 1 || vdim < 1) {
      throw new ShapeException(
          "MultiheadAttention needs keys and values of at least one feature, but gets kdim %d and vdim %d."
              .formatted(kdim, vdim));
    }
  }

  /**
   * {@return this layer with dropout of its weights of attention}
   *
   * @param other the probability of 0, from 0 to 1
   */
  public MultiheadAttention dropout(float other) {
    return new MultiheadAttention(embedDim, numHeads, other, bias, causal, kdim, vdim);
  }

  /**
   * {@return this layer with or without biases}
   *
   * @param other whether it has {@code in_proj_bias} and {@code out_proj.bias}
   */
  public MultiheadAttention bias(boolean other) {
    return new MultiheadAttention(embedDim, numHeads, dropout, other, causal, kdim, vdim);
  }

  /**
   * {@return this layer with or without a view of what comes behind a position}
   *
   * @param other whether a position sees what is before and at it alone
   */
  public MultiheadAttention causal(boolean other) {
    return new MultiheadAttention(embedDim, numHeads, dropout, bias, other, kdim, vdim);
  }

  /**
   * {@return this layer for keys of another size}
   *
   * @param other the features of a key
   */
  public MultiheadAttention kdim(int other) {
    return new MultiheadAttention(embedDim, numHeads, dropout, bias, causal, other, vdim);
  }

  /**
   * {@return this layer for values of another size}
   *
   * @param other the features of a value
   */
  public MultiheadAttention vdim(int other) {
    return new MultiheadAttention(embedDim, numHeads, dropout, bias, causal, kdim, other);
  }

  @Override
  public boolean takesSeveral() {
    return true;
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return attend(scope, x, x, x, null, null);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    int count = in.size();
    if (count != 1 && (count < 3 || count > 5)) {
      throw new IllegalArgumentException(
          "MultiheadAttention takes one value, or query, key and value, and behind them a key padding mask and a mask, but gets %s."
              .formatted(in.byName()));
    }
    var query = in.get(0);
    var key = count == 1 ? query : in.get(1);
    var value = count == 1 ? query : in.get(2);
    var padding = count > 3 ? in.get(3) : null;
    var seen = attention(scope, query, key, value, padding, count > 4 ? in.get(4) : null);
    return Values.of(Signature.OUTPUT, seen.output(), "weights", F.mean(seen.weights(), 1));
  }

  /**
   * {@return what each query makes of the values, {@code (n, l, embedDim)}}
   *
   * @param scope where the layer stands in its model
   * @param query {@code (n, l, embedDim)}
   * @param key {@code (n, s, kdim)}
   * @param value {@code (n, s, vdim)}
   * @param keyPaddingMask {@code (n, s)}: what is not 0 leaves a key out; or null
   * @param mask is added to the scores, stretched to {@code (n, numHeads, l, s)}: −∞ leaves a key
   *     out; or null
   */
  public Value attend(
      Scope scope,
      Value query,
      Value key,
      Value value,
      @Nullable Value keyPaddingMask,
      @Nullable Value mask) {
    return attention(scope, query, key, value, keyPaddingMask, mask).output();
  }

  /**
   * What attention makes, and by what.
   *
   * @param output {@code (n, l, embedDim)}
   * @param weights of the values, of each head: {@code (n, numHeads, l, s)}
   */
  public record Attended(Value output, Value weights) {}

  /**
   * {@return what each query makes of the values, and the weights of these}
   *
   * @param scope where the layer stands in its model
   * @param query {@code (n, l, embedDim)}
   * @param key {@code (n, s, kdim)}
   * @param value {@code (n, s, vdim)}
   * @param keyPaddingMask {@code (n, s)}: what is not 0 leaves a key out; or null
   * @param mask is added to the scores, stretched to {@code (n, numHeads, l, s)}: −∞ leaves a key
   *     out; or null
   */
  public Attended attention(
      Scope scope,
      Value query,
      Value key,
      Value value,
      @Nullable Value keyPaddingMask,
      @Nullable Value mask) {
    requireSequences(query, embedDim);
    requireSequences(key, kdim);
    requireSequences(value, vdim);
    var heads = heads(scope, query, key, value);
    var q = heads[0];
    var masks = padding(keyPaddingMask, mask);
    var weights = Attention.weights(q, heads[1], masks, causal, Attention.scale(q));
    if (dropout > 0) {
      weights = scope.call("dropout", new Dropout(dropout), weights);
    }
    var seen = F.permute(F.matmul(weights, heads[2]), 0, 2, 1, 3);
    var square = Shape.of(embedDim, embedDim);
    var out = scope.parameter("out_proj.weight", square, Initializer.kaimingUniform(embedDim));
    var rows = F.reshape(seen, query.shape());
    var output =
        bias
            ? F.linear(
                rows,
                out,
                scope.parameter("out_proj.bias", Shape.of(embedDim), Initializer.zeros()))
            : F.linear(rows, out);
    return new Attended(output, weights);
  }

  private static void requireSequences(Value x, int features) {
    if (x.shape().rank() != 3 || x.shape().dim(2) != features) {
      throw new ShapeException(
          "MultiheadAttention is made for sequences (n, steps, %d), batch first, but gets %s."
              .formatted(features, x.shape()));
    }
  }

  /** Queries, keys and values by their projections, {@code (n, heads, steps, size)} each. */
  private Value[] heads(Scope scope, Value query, Value key, Value value) {
    var inputs = new Value[] {query, key, value};
    var weights = new Value[3];
    if (kdim == embedDim && vdim == embedDim) {
      var all = Shape.of(3 * embedDim, embedDim);
      var weight = scope.parameter("in_proj_weight", all, Initializer.xavierUniform(all));
      if (query == key && key == value) {
        return together(query, weight, shift(scope));
      }
      for (int i = 0; i < 3; i++) {
        weights[i] = F.narrow(weight, 0, i * embedDim, embedDim);
      }
    } else {
      weights[0] = projection(scope, "q_proj_weight", embedDim);
      weights[1] = projection(scope, "k_proj_weight", kdim);
      weights[2] = projection(scope, "v_proj_weight", vdim);
    }
    var shift = shift(scope);
    var heads = new Value[3];
    for (int i = 0; i < 3; i++) {
      var y =
          shift == null
              ? F.linear(inputs[i], weights[i])
              : F.linear(inputs[i], weights[i], F.narrow(shift, 0, i * embedDim, embedDim));
      var apart = F.unflatten(y, 2, numHeads, embedDim / numHeads);
      heads[i] = F.permute(apart, 0, 2, 1, 3);
    }
    return heads;
  }

  private Value projection(Scope scope, String name, int features) {
    var shape = Shape.of(embedDim, features);
    return scope.parameter(name, shape, Initializer.xavierUniform(shape));
  }

  private @Nullable Value shift(Scope scope) {
    return bias
        ? scope.parameter("in_proj_bias", Shape.of(3 * embedDim), Initializer.zeros())
        : null;
  }

  /** Queries, keys and values of one input in one product, {@code (n, heads, l, size)} each. */
  private Value[] together(Value x, Value weight, @Nullable Value shift) {
    var all = shift == null ? F.linear(x, weight) : F.linear(x, weight, shift);
    int n = x.shape().dim(0);
    int length = x.shape().dim(1);
    var split = F.reshape(all, n, length, 3, numHeads, embedDim / numHeads);
    var moved = F.permute(split, 2, 0, 3, 1, 4);
    return new Value[] {F.select(moved, 0, 0), F.select(moved, 0, 1), F.select(moved, 0, 2)};
  }

  /** Both masks as one that is added. */
  private static @Nullable Value padding(@Nullable Value leftOut, @Nullable Value mask) {
    if (leftOut == null) {
      return mask;
    }
    var never = leftOut.tape().constant("-inf", Shape.of(), Float.NEGATIVE_INFINITY);
    var added = F.where(leftOut, never, 0);
    var keys = F.reshape(added, leftOut.shape().dim(0), 1, 1, leftOut.shape().dim(1));
    return mask == null ? keys : F.add(keys, mask);
  }
}
