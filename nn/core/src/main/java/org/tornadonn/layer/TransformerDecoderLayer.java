package org.tornadonn.layer;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Self-attention, attention to what an encoder gives, and a network of two linear layers, each with
 * a residual connection and a layer normalization: {@code (n, l, dModel)}, batch first, keeps its
 * shape. A block of two values, the target and the memory {@code (n, s, dModel)}, and behind them,
 * where there are such, key padding masks of both, {@code (n, l)} and {@code (n, s)}.
 *
 * <p>Children by PyTorch's names: {@code self_attn}, {@code multihead_attn}, {@code linear1},
 * {@code linear2}, {@code norm1}, {@code norm2} and {@code norm3}.
 *
 * @param dModel the features of a position
 * @param nhead the heads of each attention; it divides dModel
 * @param dimFeedforward the features between the linear layers; default 2048
 * @param dropout the probability that a number becomes 0 in training; default 0.1
 * @param activation between the linear layers; default RELU
 * @param layerNormEps what is added to variances; default 1e-5
 * @param normFirst whether norms come before attention and linear layers, instead of behind the
 *     sums; default false
 * @param causal whether a position of the target sees what is before and at it alone; default false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerDecoderLayer.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani and others, Attention is all you need</a>
 */
public record TransformerDecoderLayer(
    int dModel,
    int nhead,
    int dimFeedforward,
    float dropout,
    TransformerEncoderLayer.Activation activation,
    float layerNormEps,
    boolean normFirst,
    boolean causal)
    implements Block {

  /** Checks the numbers. */
  public TransformerDecoderLayer {
    if (dModel < 1 || nhead < 1 || dModel % nhead != 0 || dimFeedforward < 1) {
      throw new ShapeException(
          "TransformerDecoderLayer needs heads that share dModel out evenly and a dimFeedforward of at least 1, but gets dModel %d, nhead %d and dimFeedforward %d."
              .formatted(dModel, nhead, dimFeedforward));
    }
  }

  /** A decoder layer with what an encoder layer has. */
  static TransformerDecoderLayer like(TransformerEncoderLayer encoder, boolean causal) {
    return new TransformerDecoderLayer(
        encoder.dModel(),
        encoder.nhead(),
        encoder.dimFeedforward(),
        encoder.dropout(),
        encoder.activation(),
        encoder.layerNormEps(),
        encoder.normFirst(),
        causal);
  }

  /**
   * {@return this layer with another size between its linear layers}
   *
   * @param other at least 1
   */
  public TransformerDecoderLayer dimFeedforward(int other) {
    return new TransformerDecoderLayer(
        dModel, nhead, other, dropout, activation, layerNormEps, normFirst, causal);
  }

  /**
   * {@return this layer with more or less dropout}
   *
   * @param other the probability of 0, from 0 to 1
   */
  public TransformerDecoderLayer dropout(float other) {
    return new TransformerDecoderLayer(
        dModel, nhead, dimFeedforward, other, activation, layerNormEps, normFirst, causal);
  }

  /**
   * {@return this layer with another activation}
   *
   * @param other between the linear layers
   */
  public TransformerDecoderLayer activation(TransformerEncoderLayer.Activation other) {
    return new TransformerDecoderLayer(
        dModel, nhead, dimFeedforward, dropout, other, layerNormEps, normFirst, causal);
  }

  /**
   * {@return this layer with its norms in another place}
   *
   * @param other whether they come before attention and linear layers
   */
  public TransformerDecoderLayer normFirst(boolean other) {
    return new TransformerDecoderLayer(
        dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, other, causal);
  }

  /**
   * {@return this layer with or without a view of what comes behind a position of the target}
   *
   * @param other whether a position sees what is before and at it alone
   */
  public TransformerDecoderLayer causal(boolean other) {
    return new TransformerDecoderLayer(
        dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, normFirst, other);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var masks = Masks.of("TransformerDecoderLayer", in);
    return Values.of(Signature.OUTPUT, decode(scope, in.get(0), in.get(1), masks));
  }

  /**
   * Which positions of target and memory are left out, and what is added to scores.
   *
   * @param targetPadding {@code (n, l)}: what is not 0 is not seen; or null
   * @param memoryPadding {@code (n, s)}: what is not 0 is not seen; or null
   * @param target is added to the scores of the target with itself, stretched to {@code (n, nhead,
   *     l, l)}; or null
   * @param memory is added to the scores of the target with the memory, stretched to {@code (n,
   *     nhead, l, s)}; or null
   */
  public record Masks(
      @Nullable Value targetPadding,
      @Nullable Value memoryPadding,
      @Nullable Value target,
      @Nullable Value memory) {

    /** Those behind target and memory. */
    static Masks of(String block, Values in) {
      if (in.size() < 2 || in.size() > 4) {
        throw new IllegalArgumentException(
            "%s takes two values, and behind them key padding masks of each, but gets %s."
                .formatted(block, in.byName()));
      }
      return new Masks(
          in.size() > 2 ? in.get(2) : null, in.size() > 3 ? in.get(3) : null, null, null);
    }
  }

  /**
   * {@return what the layer makes of a target}
   *
   * @param scope where the layer stands in its model
   * @param x the target, {@code (n, l, dModel)}
   * @param memory what an encoder gives, {@code (n, s, dModel)}
   * @param masks what is not seen
   */
  public Value decode(Scope scope, Value x, Value memory, Masks masks) {
    if (normFirst) {
      var y = F.add(x, itself(scope, norm(scope, "norm1", x), masks));
      y = F.add(y, other(scope, norm(scope, "norm2", y), memory, masks));
      return F.add(y, feedforward(scope, norm(scope, "norm3", y)));
    }
    var y = norm(scope, "norm1", F.add(x, itself(scope, x, masks)));
    y = norm(scope, "norm2", F.add(y, other(scope, y, memory, masks)));
    return norm(scope, "norm3", F.add(y, feedforward(scope, y)));
  }

  private Value norm(Scope scope, String name, Value x) {
    return scope.call(name, new LayerNorm(Shape.of(dModel), layerNormEps, true, true), x);
  }

  private MultiheadAttention attention(boolean isCausal) {
    return new MultiheadAttention(dModel, nhead, dropout, true, isCausal, dModel, dModel);
  }

  private Value itself(Scope scope, Value x, Masks masks) {
    Layer attend =
        (inner, y) ->
            attention(causal).attend(inner, y, y, y, masks.targetPadding(), masks.target());
    return sublayers().dropped(scope, "dropout1", scope.call("self_attn", attend, x));
  }

  private Value other(Scope scope, Value x, Value memory, Masks masks) {
    Layer attend =
        (inner, y) ->
            attention(false)
                .attend(inner, y, memory, memory, masks.memoryPadding(), masks.memory());
    return sublayers().dropped(scope, "dropout2", scope.call("multihead_attn", attend, x));
  }

  private Value feedforward(Scope scope, Value x) {
    return sublayers().feedforward(scope, "dropout3", x);
  }

  private Sublayers sublayers() {
    return new Sublayers(dModel, dimFeedforward, dropout, activation);
  }
}
