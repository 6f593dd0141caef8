package org.tornadonn.layer;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Self-attention and a network of two linear layers, each with a residual connection and a layer
 * normalization: {@code (n, l, dModel)}, batch first, becomes {@code (n, l, dModel)}.
 *
 * <p>Children by PyTorch's names: {@code self_attn}, {@code linear1}, {@code linear2}, {@code
 * norm1} and {@code norm2}.
 *
 * @param dModel the features of a position
 * @param nhead the heads of the attention; it divides dModel
 * @param dimFeedforward the features between the linear layers; default 2048
 * @param dropout the probability that a number becomes 0 in training; default 0.1
 * @param activation between the linear layers; default RELU
 * @param layerNormEps what is added to variances; default 1e-5
 * @param normFirst whether norms come before attention and linear layers, instead of behind the
 *     sums; default false
 * @param causal whether a position sees what is before and at it alone; default false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani and others, Attention is all you need</a>
 */
public record TransformerEncoderLayer(
    int dModel,
    int nhead,
    int dimFeedforward,
    float dropout,
    Activation activation,
    float layerNormEps,
    boolean normFirst,
    boolean causal)
    implements Layer {

  /** What stands between the linear layers. */
  public enum Activation {
    /** {@code max(0, x)}. */
    RELU,
    /** {@code x · Φ(x)}, by the error function. */
    GELU
  }

  /** Checks the numbers. */
  public TransformerEncoderLayer {
    if (dModel < 1 || nhead < 1 || dModel % nhead != 0 || dimFeedforward < 1) {
      throw new ShapeException(
          "TransformerEncoderLayer needs heads that share dModel out evenly and a dimFeedforward of at least 1, but gets dModel %d, nhead %d and dimFeedforward %d."
              .formatted(dModel, nhead, dimFeedforward));
    }
  }

  /**
   * {@return this layer with another size between its linear layers}
   *
   * @param other at least 1
   */
  public TransformerEncoderLayer dimFeedforward(int other) {
    return new TransformerEncoderLayer(
        dModel, nhead, other, dropout, activation, layerNormEps, normFirst, causal);
  }

  /**
   * {@return this layer with more or less dropout}
   *
   * @param other the probability of 0, from 0 to 1
   */
  public TransformerEncoderLayer dropout(float other) {
    return new TransformerEncoderLayer(
        dModel, nhead, dimFeedforward, other, activation, layerNormEps, normFirst, causal);
  }

  /**
   * {@return this layer with another activation}
   *
   * @param other between the linear layers
   */
  public TransformerEncoderLayer activation(Activation other) {
    return new TransformerEncoderLayer(
        dModel, nhead, dimFeedforward, dropout, other, layerNormEps, normFirst, causal);
  }

  /**
   * {@return this layer with something else added to variances}
   *
   * @param other from 0 up
   */
  public TransformerEncoderLayer layerNormEps(float other) {
    return new TransformerEncoderLayer(
        dModel, nhead, dimFeedforward, dropout, activation, other, normFirst, causal);
  }

  /**
   * {@return this layer with its norms in another place}
   *
   * @param other whether they come before attention and linear layers
   */
  public TransformerEncoderLayer normFirst(boolean other) {
    return new TransformerEncoderLayer(
        dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, other, causal);
  }

  /**
   * {@return this layer with or without a view of what comes behind a position}
   *
   * @param other whether a position sees what is before and at it alone
   */
  public TransformerEncoderLayer causal(boolean other) {
    return new TransformerEncoderLayer(
        dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, normFirst, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return encode(scope, x, null, null);
  }

  /**
   * {@return what the layer makes of sequences of which not all is seen}
   *
   * @param scope where the layer stands in its model
   * @param x {@code (n, l, dModel)}
   * @param keyPaddingMask {@code (n, l)}: what is not 0 is not seen; or null
   * @param mask is added to the scores, stretched to {@code (n, nhead, l, l)}: −∞ for what is not
   *     seen; or null
   */
  public Value encode(Scope scope, Value x, @Nullable Value keyPaddingMask, @Nullable Value mask) {
    var norm = new LayerNorm(Shape.of(dModel), layerNormEps, true, true);
    var norm2 = new LayerNorm(Shape.of(dModel), layerNormEps, true, true);
    if (normFirst) {
      var seen = attention(scope, scope.call("norm1", norm, x), keyPaddingMask, mask);
      var y = F.add(x, seen);
      return F.add(y, feedforward(scope, scope.call("norm2", norm2, y)));
    }
    var seen = F.add(x, attention(scope, x, keyPaddingMask, mask));
    var y = scope.call("norm1", norm, seen);
    return scope.call("norm2", norm2, F.add(y, feedforward(scope, y)));
  }

  private Value attention(
      Scope scope, Value x, @Nullable Value keyPaddingMask, @Nullable Value mask) {
    var attention = new MultiheadAttention(dModel, nhead, dropout, true, causal, dModel, dModel);
    Layer ofMasks = (inner, y) -> attention.attend(inner, y, y, y, keyPaddingMask, mask);
    return sublayers().dropped(scope, "dropout1", scope.call("self_attn", ofMasks, x));
  }

  private Value feedforward(Scope scope, Value x) {
    return sublayers().feedforward(scope, "dropout2", x);
  }

  private Sublayers sublayers() {
    return new Sublayers(dModel, dimFeedforward, dropout, activation);
  }
}
