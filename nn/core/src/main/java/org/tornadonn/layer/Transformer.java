package org.tornadonn.layer;

/**
 * An encoder and a decoder, {@code encoder} and {@code decoder}, each with a layer normalization
 * behind it. A block of two values, the source {@code (n, s, dModel)} and the target {@code (n, l,
 * dModel)}, batch first, and behind them, where there are such, key padding masks of both, {@code
 * (n, s)} and {@code (n, l)}; what is left out of the source is not seen by the target either. All
 * weights of more than one axis begin Xavier uniform.
 *
 * @param layer what each layer of the encoder is like, and, but for its causality, each of the
 *     decoder
 * @param numEncoderLayers how many the encoder has; default 6
 * @param numDecoderLayers how many the decoder has; default 6
 * @param causal whether a position of the target sees what is before and at it alone, as PyTorch's
 *     does with {@code generate_square_subsequent_mask}; default false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Transformer.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani and others, Attention is all you need</a>
 */
public record Transformer(
    TransformerEncoderLayer layer, int numEncoderLayers, int numDecoderLayers, boolean causal)
    implements Block {

  /** Checks that there are layers. */
  public Transformer {
    new TransformerEncoder(layer, numEncoderLayers, true);
    new TransformerDecoder(TransformerDecoderLayer.like(layer, causal), numDecoderLayers, true);
  }

  /**
   * {@return this transformer with or without a view of what comes behind a position of the target}
   *
   * @param other whether a position sees what is before and at it alone
   */
  public Transformer causal(boolean other) {
    return new Transformer(layer, numEncoderLayers, numDecoderLayers, other);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var masks = TransformerDecoderLayer.Masks.of("Transformer", in);
    var encoder = new TransformerEncoder(layer, numEncoderLayers, true);
    var like = TransformerDecoderLayer.like(layer, causal);
    var decoder = new TransformerDecoder(like, numDecoderLayers, true);
    // The first two masks are those of the source and of the target.
    var sourcePadding = masks.targetPadding();
    var ofDecoder =
        new TransformerDecoderLayer.Masks(masks.memoryPadding(), sourcePadding, null, null);
    Layer encode = (inner, x) -> encoder.encode(inner, x, sourcePadding, null);
    var own =
        scope.beginning(
            (of, name, shape) -> shape.rank() > 1 ? Initializer.xavierUniform(shape) : null);
    var memory = own.call("encoder", encode, in.get(0));
    Layer decode = (inner, x) -> decoder.decode(inner, x, memory, ofDecoder);
    return Values.of(Signature.OUTPUT, own.call("decoder", decode, in.get(1)));
  }
}
