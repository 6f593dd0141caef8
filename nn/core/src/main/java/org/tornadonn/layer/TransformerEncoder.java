package org.tornadonn.layer;

import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Encoder layers on top of each other, each with parameters of its own: {@code layers.0}, {@code
 * layers.1}, …, and {@code norm} behind them where there is one.
 *
 * @param layer what each layer is like
 * @param numLayers how many there are
 * @param norm whether a layer normalization comes behind them, which layers with {@code normFirst}
 *     need; default false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerEncoder.html">PyTorch</a>
 */
public record TransformerEncoder(TransformerEncoderLayer layer, int numLayers, boolean norm)
    implements Layer {

  /** Checks that there are layers. */
  public TransformerEncoder {
    if (numLayers < 1) {
      throw new ShapeException(
          "TransformerEncoder needs at least one layer, but gets numLayers %d."
              .formatted(numLayers));
    }
  }

  /**
   * {@return this encoder with or without a layer normalization in the end}
   *
   * @param other whether there is one
   */
  public TransformerEncoder norm(boolean other) {
    return new TransformerEncoder(layer, numLayers, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return encode(scope, x, null, null);
  }

  /**
   * {@return what the encoder makes of sequences of which not all is seen}
   *
   * @param scope where the encoder stands in its model
   * @param x {@code (n, l, dModel)}
   * @param keyPaddingMask {@code (n, l)}: what is not 0 is not seen; or null
   * @param mask is added to the scores, stretched to {@code (n, nhead, l, l)}: −∞ for what is not
   *     seen; or null
   */
  public Value encode(Scope scope, Value x, @Nullable Value keyPaddingMask, @Nullable Value mask) {
    var y = x;
    for (int i = 0; i < numLayers; i++) {
      Layer own = (inner, in) -> layer.encode(inner, in, keyPaddingMask, mask);
      y = scope.call("layers." + i, own, y);
    }
    var last = new LayerNorm(Shape.of(layer.dModel()), layer.layerNormEps(), true, true);
    return norm ? scope.call("norm", last, y) : y;
  }
}
