package org.tornadonn.store.onnx;

import static org.tornadonn.layer.Layers.*;

import java.util.List;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.RNN;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.GELU.Approximate;
import org.tornadonn.plan.Shape;

/** What each layer is tried with. */
final class ExportedLayers {

  /** A layer, and the shape of its input. */
  record Use(Layer layer, int... input) {}

  static final List<Use> USES =
      List.of(
          new Use(conv2d(4, 6, 3, 2), 4, 5, 6),
          new Use(conv1d(4, 6, 3), 4, 7),
          new Use(convTranspose2d(4, 3, 2, 3), 4, 3, 4),
          new Use(convTranspose1d(4, 3, 3), 4, 5),
          new Use(maxPool2d(3, 2, 1), 2, 6, 7),
          new Use(maxPool1d(3, 2), 2, 8),
          new Use(avgPool2d(3, 2), 2, 6, 7),
          new Use(avgPool1d(3, 2), 2, 8),
          new Use(adaptiveAvgPool2d(2, 3), 2, 5, 6),
          new Use(adaptiveAvgPool1d(3), 2, 7),
          new Use(adaptiveMaxPool2d(2, 3), 2, 5, 6),
          new Use(adaptiveMaxPool1d(3), 2, 7),
          new Use(sigmoid(), 5),
          new Use(Layers.tanh(), 5),
          new Use(leakyRelu(0.2f), 5),
          new Use(gelu(), 5),
          new Use(gelu(Approximate.TANH), 5),
          new Use(softmax(1), 3, 5),
          new Use(identity(), 5),
          new Use(residual(linear(5, 5), relu()), 5),
          new Use(sequential(conv2d(2, 3, 3), batchNorm2d(3), relu()), 2, 5, 6),
          new Use(batchNorm1d(4), 4),
          new Use(batchNorm1d(4), 4, 6),
          new Use(layerNorm(3, 5), 2, 3, 5),
          new Use(rmsNorm(5), 3, 5),
          new Use(groupNorm(2, 4), 4, 3, 5),
          new Use(instanceNorm1d(4), 4, 7),
          new Use(instanceNorm2d(4), 4, 3, 5),
          new Use(lstm(4, 3), 5, 4),
          new Use(gru(4, 3), 5, 4),
          new Use(rnn(4, 3), 5, 4),
          new Use(lstm(4, 3).numLayers(2).bidirectional(true), 5, 4),
          new Use(gru(4, 3).bias(false).bidirectional(true).lastOutput(), 5, 4),
          new Use(rnn(4, 3).nonlinearity(RNN.Nonlinearity.RELU).numLayers(2).lastOutput(), 1, 4),
          new Use(multiheadAttention(6, 2), 4, 6),
          new Use(transformerEncoderLayer(6, 2), 4, 6),
          new Use(transformerEncoder(transformerEncoderLayer(6, 3), 2), 4, 6),
          new Use(sequential(linear(5, 5), dropout()), 5),
          new Use(dropout1d(), 3, 5),
          new Use(dropout2d(), 3, 5, 4),
          new Use(relu(), 5),
          new Use(relu6(), 5),
          new Use(hardtanh(), 5),
          new Use(hardsigmoid(), 5),
          new Use(hardswish(), 5),
          new Use(silu(), 5),
          new Use(mish(), 5),
          new Use(elu(), 5),
          new Use(selu(), 5),
          new Use(celu(0.5f), 5),
          new Use(softplus(), 5),
          new Use(softsign(), 5),
          new Use(prelu(3), 3, 5),
          new Use(logSigmoid(), 5),
          new Use(softmin(1), 5),
          new Use(logSoftmax(1), 5),
          new Use(threshold(0.5f, 3), 5),
          new Use(hardshrink(), 5),
          new Use(softshrink(), 5),
          new Use(tanhshrink(), 5),
          new Use(flatten(), 2, 3, 4),
          new Use((s, x) -> s.call("e", embedding(5, 3), F.floor(F.abs(x))), 4),
          new Use((s, x) -> s.call("e", embeddingBag(5, 3), F.clamp(F.floor(F.abs(x)), 0, 4)), 4),
          new Use(flatten(1, 2), 2, 3, 4),
          new Use(glu(), 4, 6),
          new Use(softmax2d(), 3, 2, 4),
          new Use(localResponseNorm(3), 4, 3, 5),
          new Use(alphaDropout(0.5f), 3, 5),
          new Use(featureAlphaDropout(0.5f), 3, 5),
          new Use(unfold(2), 3, 4, 5),
          new Use(fold(4, 5, 2), 12, 12),
          new Use(ofTwo(bilinear(5, 5, 3)), 5),
          new Use(ofTwo(cosineSimilarity()), 5),
          new Use(ofTwo(pairwiseDistance()), 5),
          new Use(ofTwo(transformerDecoderLayer(6, 2)), 4, 6),
          new Use(ofTwo(transformerDecoder(transformerDecoderLayer(6, 2), 2)), 4, 6),
          new Use(ofTwo(transformer(transformerEncoderLayer(6, 2), 1, 1)), 4, 6),
          new Use(upsample(2), 2, 3, 4),
          new Use(upsample(5, 7), 2, 3, 4),
          new Use(zeroPad2d(2), 2, 3, 4),
          new Use(constantPad2d(1, 5), 2, 3, 4),
          new Use(reflectionPad2d(2), 2, 3, 4),
          new Use(replicationPad2d(2), 2, 3, 4),
          new Use(circularPad2d(2), 2, 3, 4),
          new Use(unflatten(1, 2, 3), 6),
          new Use(pixelShuffle(2), 8, 3, 2),
          new Use(pixelUnshuffle(2), 2, 4, 6),
          new Use(channelShuffle(3), 6, 2, 2),
          new Use(conv3d(2, 4, 3).groups(2).padding(1, 0, 1).stride(2), 2, 4, 5, 3),
          new Use(convTranspose3d(2, 3, 2).stride(2).padding(1), 2, 3, 4, 3),
          new Use(maxPool3d(2), 2, 4, 5, 3),
          new Use(avgPool3d(2).padding(1), 2, 4, 5, 3),
          new Use(adaptiveAvgPool3d(2), 2, 4, 5, 3),
          new Use(adaptiveMaxPool3d(2), 2, 4, 5, 3),
          new Use(batchNorm3d(2), 2, 4, 5, 3),
          new Use(instanceNorm3d(2), 2, 4, 5, 3),
          new Use(dropout3d(0.5f), 2, 4, 5, 3),
          new Use(lpPool1d(2, 3), 2, 7),
          new Use(lpPool2d(2, 2), 2, 4, 5),
          new Use(zeroPad1d(2), 3, 4),
          new Use(constantPad1d(2, 0.5f), 3, 4),
          new Use(reflectionPad1d(2), 3, 4),
          new Use(replicationPad1d(2), 3, 4),
          new Use(circularPad1d(2), 3, 4),
          new Use(ofTwo(gruCell(5, 5)), 5),
          new Use(ofTwo(rnnCell(5, 5)), 5),
          new Use((s, x) -> s.call("cell", lstmCell(5, 3), Values.of(x)).get("c"), 5),
          new Use(linear(5, 4), 5),
          new Use(linear(5, 4), 3, 5),
          new Use(lazyLinear(4), 5),
          new Use(named("fc", linear(5, 4), relu()), 5));

  private ExportedLayers() {}

  /** A block of two values on one and its tanh. */
  private static Layer ofTwo(Block block) {
    return (scope, x) -> scope.call("block", block, Values.of("a", x, "b", F.tanh(x))).get(0);
  }

  /** One model of all, with an input and an output for each. */
  static ExportCase all() {
    var inputs = Signature.none();
    for (int i = 0; i < USES.size(); i++) {
      inputs = inputs.and("x" + i, Shape.of(USES.get(i).input()));
    }
    Block block =
        (scope, in) -> {
          var all = Values.none();
          for (int i = 0; i < USES.size(); i++) {
            var layer = USES.get(i).layer();
            all = all.and("y" + i, scope.call("layer" + i, layer, in.get("x" + i)));
          }
          return all;
        };
    return ExportCase.of("layers", new Model(block, inputs, 7));
  }
}
