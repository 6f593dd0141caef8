package org.tornadonn.layer;

import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Decoder layers on top of each other, each with parameters of its own: {@code layers.0}, {@code
 * layers.1}, …, and {@code norm} behind them where there is one. A block that takes what its layers
 * take.
 *
 * @param layer what each layer is like
 * @param numLayers how many there are
 * @param norm whether a layer normalization comes behind them, which layers with {@code normFirst}
 *     need; default false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.TransformerDecoder.html">PyTorch</a>
 */
public record TransformerDecoder(TransformerDecoderLayer layer, int numLayers, boolean norm)
    implements Block {

  /** Checks that there are layers. */
  public TransformerDecoder {
    if (numLayers < 1) {
      throw new ShapeException(
          "TransformerDecoder needs at least one layer, but gets numLayers %d."
              .formatted(numLayers));
    }
  }

  /**
   * {@return this decoder with or without a layer normalization in the end}
   *
   * @param other whether there is one
   */
  public TransformerDecoder norm(boolean other) {
    return new TransformerDecoder(layer, numLayers, other);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var masks = TransformerDecoderLayer.Masks.of("TransformerDecoder", in);
    return Values.of(Signature.OUTPUT, decode(scope, in.get(0), in.get(1), masks));
  }

  /**
   * {@return what the decoder makes of a target}
   *
   * @param scope where the decoder stands in its model
   * @param x the target, {@code (n, l, dModel)}
   * @param memory what an encoder gives, {@code (n, s, dModel)}
   * @param masks what is not seen
   */
  public Value decode(Scope scope, Value x, Value memory, TransformerDecoderLayer.Masks masks) {
    var y = x;
    for (int i = 0; i < numLayers; i++) {
      Layer own = (inner, target) -> layer.decode(inner, target, memory, masks);
      y = scope.call("layers." + i, own, y);
    }
    var last = new LayerNorm(Shape.of(layer.dModel()), layer.layerNormEps(), true, true);
    return norm ? scope.call("norm", last, y) : y;
  }
}
