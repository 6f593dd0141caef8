package org.tornadonn.layer;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.F;
import org.tornadonn.op.attention.Attention;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Attention of several heads, batch first: {@code (n, l, embedDim)} becomes {@code (n, l,
 * embedDim)}. As a layer it is self-attention; {@link #attend} takes queries, keys and values.
 *
 * <p>Parameters: {@code in_proj_weight (3 · embedDim, embedDim)}, Xavier uniform, the rows of
 * queries, keys and values behind each other; {@code in_proj_bias}, which begins at 0; {@code
 * out_proj.weight (embedDim, embedDim)} and {@code out_proj.bias}, which begins at 0.
 *
 * @param embedDim the features of queries, keys and values
 * @param numHeads how many heads share them; it divides embedDim
 * @param dropout the probability that a weight of attention becomes 0 in training; default 0
 * @param bias whether the projections have biases; default true
 * @param causal whether self-attention sees what is before and at each position alone; default
 *     false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani and others, Attention is all you need</a>
 */
public record MultiheadAttention(
    int embedDim, int numHeads, float dropout, boolean bias, boolean causal) implements Layer {

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
  }

  /**
   * {@return this layer with dropout of its weights of attention}
   *
   * @param other the probability of 0, from 0 to 1
   */
  public MultiheadAttention dropout(float other) {
    return new MultiheadAttention(embedDim, numHeads, other, bias, causal);
  }

  /**
   * {@return this layer with or without biases}
   *
   * @param other whether it has {@code in_proj_bias} and {@code out_proj.bias}
   */
  public MultiheadAttention bias(boolean other) {
    return new MultiheadAttention(embedDim, numHeads, dropout, other, causal);
  }

  /**
   * {@return this layer with or without a view of what comes behind a position}
   *
   * @param other whether a position sees what is before and at it alone
   */
  public MultiheadAttention causal(boolean other) {
    return new MultiheadAttention(embedDim, numHeads, dropout, bias, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return attend(scope, x, x, x, null, null);
  }

  /**
   * {@return what each query makes of the values, {@code (n, l, embedDim)}}
   *
   * @param scope where the layer stands in its model
   * @param query {@code (n, l, embedDim)}
   * @param key {@code (n, s, embedDim)}
   * @param value {@code (n, s, embedDim)}
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
    for (var x : new Value[] {query, key, value}) {
      if (x.shape().rank() != 3 || x.shape().dim(2) != embedDim) {
        throw new ShapeException(
            "MultiheadAttention is made for sequences (n, steps, %d), batch first, but gets %s."
                .formatted(embedDim, x.shape()));
      }
    }
    var all = Shape.of(3 * embedDim, embedDim);
    var weight = scope.parameter("in_proj_weight", all, Initializer.xavierUniform(all));
    var shift =
        bias ? scope.parameter("in_proj_bias", Shape.of(3 * embedDim), Initializer.zeros()) : null;
    Value[] heads =
        query == key && key == value
            ? together(query, weight, shift)
            : new Value[] {
              heads(query, weight, shift, 0),
              heads(key, weight, shift, 1),
              heads(value, weight, shift, 2)
            };
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
    return bias
        ? F.linear(
            rows, out, scope.parameter("out_proj.bias", Shape.of(embedDim), Initializer.zeros()))
        : F.linear(rows, out);
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

  /** One of queries, keys and values, {@code (n, heads, l, size)}. */
  private Value heads(Value x, Value weight, @Nullable Value shift, int index) {
    var own = F.narrow(weight, 0, index * embedDim, embedDim);
    var y =
        shift == null
            ? F.linear(x, own)
            : F.linear(x, own, F.narrow(shift, 0, index * embedDim, embedDim));
    int n = x.shape().dim(0);
    int length = x.shape().dim(1);
    return F.permute(F.reshape(y, n, length, numHeads, embedDim / numHeads), 0, 2, 1, 3);
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
