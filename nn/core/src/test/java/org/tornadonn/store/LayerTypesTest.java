package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.EmbeddingBag;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Network;
import org.tornadonn.layer.Network.Step;
import org.tornadonn.layer.PairwiseDistance;
import org.tornadonn.layer.RNN;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.TransformerEncoderLayer;
import org.tornadonn.onnx.OnnxGraph;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;
import org.tornadonn.zoo.ConvNeXt;
import org.tornadonn.zoo.DenseNet;
import org.tornadonn.zoo.EfficientNet;
import org.tornadonn.zoo.GoogLeNet;
import org.tornadonn.zoo.MnasNet;
import org.tornadonn.zoo.MobileNetV2;
import org.tornadonn.zoo.MobileNetV3;
import org.tornadonn.zoo.RegNet;
import org.tornadonn.zoo.ResNet;
import org.tornadonn.zoo.ShuffleNetV2;
import org.tornadonn.zoo.SqueezeNet;
import org.tornadonn.zoo.UNet;
import org.tornadonn.zoo.VisionTransformer;

/** Everything that has a name in model files goes into one and comes back. */
class LayerTypesTest {

  private static final Shape FEATURES = Shape.of(6);
  private static final Shape SERIES = Shape.of(4, 6);
  private static final Shape IMAGE = Shape.of(4, 6, 6);
  private static final Shape VOLUME = Shape.of(2, 4, 5, 3);
  private static final Shape PICTURE = Shape.of(3, 64, 64);

  @TempDir Path temp;

  /**
   * A block in a file.
   *
   * @param inputs the shapes of its operands
   */
  private record Sample(String type, Block block, List<Shape> inputs) {

    /** The block alone, or as a step of a network of several inputs. */
    Model model() {
      if (block instanceof Layer layer && inputs.size() == 1) {
        return new Model(layer, inputs.getFirst(), 7);
      }
      var names = new ArrayList<String>();
      var signature = Signature.of("a", inputs.getFirst());
      names.add("a");
      for (int i = 1; i < inputs.size(); i++) {
        names.add(String.valueOf((char) ('a' + i)));
        signature = signature.and(names.getLast(), inputs.get(i));
      }
      var steps = List.of(new Step("step", block, names));
      return new Model(new Network(steps, names, List.of()), signature, 7);
    }

    @Override
    public String toString() {
      return type;
    }
  }

  private static Sample of(String type, Block block, Shape... inputs) {
    return new Sample(type, block, List.of(inputs));
  }

  static Stream<Sample> samples() {
    return Stream.of(elementwise(), shaping(), learned(), sequences(), networks())
        .flatMap(samples -> samples);
  }

  private static Stream<Sample> elementwise() {
    return Stream.of(
        of("alpha_dropout", Layers.alphaDropout(0.25f), FEATURES),
        of("celu", Layers.celu(2), FEATURES),
        of("dropout", Layers.dropout(0.3f), FEATURES),
        of("dropout1d", Layers.dropout1d(0.2f), SERIES),
        of("dropout2d", Layers.dropout2d(0.2f), IMAGE),
        of("dropout3d", Layers.dropout3d(0.2f), VOLUME),
        of("elu", Layers.elu(0.5f), FEATURES),
        of("feature_alpha_dropout", Layers.featureAlphaDropout(0.25f), IMAGE),
        of("gelu", Layers.gelu(), FEATURES),
        of("glu", Layers.glu(1), IMAGE),
        of("hardshrink", Layers.hardshrink(0.25f), FEATURES),
        of("hardsigmoid", Layers.hardsigmoid(), FEATURES),
        of("hardswish", Layers.hardswish(), FEATURES),
        of("hardtanh", Layers.hardtanh(-2, 0.5f), FEATURES),
        of("identity", Layers.identity(), FEATURES),
        of("leaky_relu", Layers.leakyRelu(0.2f), FEATURES),
        of("log_sigmoid", Layers.logSigmoid(), FEATURES),
        of("log_softmax", Layers.logSoftmax(1), FEATURES),
        of("mish", Layers.mish(), FEATURES),
        of("relu", Layers.relu(), FEATURES),
        of("relu6", Layers.relu6(), FEATURES),
        of("selu", Layers.selu(), FEATURES),
        of("sigmoid", Layers.sigmoid(), FEATURES),
        of("silu", Layers.silu(), FEATURES),
        of("softmax", Layers.softmax2d(), IMAGE),
        of("softmin", Layers.softmin(1), FEATURES),
        of("softplus", Layers.softplus(2, 10), FEATURES),
        of("softshrink", Layers.softshrink(0.25f), FEATURES),
        of("softsign", Layers.softsign(), FEATURES),
        of("tanh", Layers.tanh(), FEATURES),
        of("tanhshrink", Layers.tanhshrink(), FEATURES),
        of("threshold", Layers.threshold(0.5f, 7), FEATURES));
  }

  private static Stream<Sample> shaping() {
    return Stream.of(
        of("adaptive_avg_pool1d", Layers.adaptiveAvgPool1d(4), SERIES),
        of("adaptive_avg_pool2d", Layers.adaptiveAvgPool2d(2, 3), IMAGE),
        of("adaptive_max_pool1d", Layers.adaptiveMaxPool1d(4), SERIES),
        of("adaptive_max_pool2d", Layers.adaptiveMaxPool2d(2, 3), IMAGE),
        of("avg_pool1d", Layers.avgPool1d(3, 2).padding(1).ceilMode(true), SERIES),
        of("avg_pool2d", Layers.avgPool2d(3).padding(1, 0, 0, 1).divisorOverride(5), IMAGE),
        of("channel_shuffle", Layers.channelShuffle(2), IMAGE),
        of("circular_pad2d", Layers.circularPad2d(3), IMAGE),
        of("constant_pad2d", Layers.constantPad2d(1, 0.5f), IMAGE),
        of("cosine_similarity", Layers.cosineSimilarity(-1), SERIES, SERIES),
        of("flatten", Layers.flatten(2, 3), IMAGE),
        of("fold", Layers.fold(3, 4, 2), SERIES),
        of("local_response_norm", Layers.localResponseNorm(3, 0.5f, 0.25f, 2), IMAGE),
        of("max_pool1d", Layers.maxPool1d(3).padding(1).ceilMode(true), SERIES),
        of("max_pool2d", Layers.maxPool2d(3, 1).padding(1, 0, 0, 1).dilation(2), IMAGE),
        of("pairwise_distance", new PairwiseDistance(1, 1e-3f, true), FEATURES, FEATURES),
        of("pixel_shuffle", Layers.pixelShuffle(2), IMAGE),
        of("pixel_unshuffle", Layers.pixelUnshuffle(3), IMAGE),
        of("reflection_pad2d", Layers.reflectionPad2d(1), IMAGE),
        of("replication_pad2d", Layers.replicationPad2d(2), IMAGE),
        of("unflatten", Layers.unflatten(1, 2, -1), IMAGE),
        of("unfold", Layers.unfold(2).stride(2).padding(1), IMAGE),
        of("upsample", Layers.upsample(5, 7).mode(Interpolation.LINEAR).alignCorners(true), IMAGE),
        of("adaptive_avg_pool3d", Layers.adaptiveAvgPool3d(2), VOLUME),
        of("adaptive_max_pool3d", Layers.adaptiveMaxPool3d(2), VOLUME),
        of("avg_pool3d", Layers.avgPool3d(2).padding(1).countIncludePad(false), VOLUME),
        of("max_pool3d", Layers.maxPool3d(2).stride(1).ceilMode(true), VOLUME),
        of("lp_pool1d", Layers.lpPool1d(3, 2).stride(1), SERIES),
        of("lp_pool2d", Layers.lpPool2d(2, 3).ceilMode(true), IMAGE),
        of("circular_pad1d", Layers.circularPad1d(3), SERIES),
        of("constant_pad1d", Layers.constantPad1d(1, 0.5f), SERIES),
        of("reflection_pad1d", Layers.reflectionPad1d(2), SERIES),
        of("replication_pad1d", Layers.replicationPad1d(7), SERIES),
        of("zero_pad1d", Layers.zeroPad1d(2), SERIES),
        of("zero_pad2d", Layers.zeroPad2d(1), IMAGE));
  }

  private static Stream<Sample> learned() {
    return Stream.of(
        of("batch_norm1d", Layers.batchNorm1d(4).momentum(null), SERIES),
        of("batch_norm2d", Layers.batchNorm2d(4).eps(1e-3f), IMAGE),
        of("bilinear", Layers.bilinear(6, 6, 2), SERIES, SERIES),
        of("conv1d", Layers.conv1d(4, 6, 3).groups(2).padding(4, 0).bias(false), SERIES),
        of("conv2d", Layers.conv2d(4, 6, 3).groups(2).dilation(2, 1).stride(2, 1), IMAGE),
        of("conv_transpose1d", Layers.convTranspose1d(4, 6, 3).stride(2).groups(2), SERIES),
        of("conv_transpose2d", Layers.convTranspose2d(4, 6, 3).stride(2).outputPadding(1), IMAGE),
        of("embedding", Layers.embedding(9, 3).paddingIdx(2), FEATURES),
        of("embedding_bag", Layers.embeddingBag(9, 3).mode(EmbeddingBag.Mode.MAX), FEATURES),
        of("group_norm", Layers.groupNorm(2, 4).affine(false), IMAGE),
        of("instance_norm1d", Layers.instanceNorm1d(4).affine(true), SERIES),
        of("instance_norm2d", Layers.instanceNorm2d(4), IMAGE),
        of("layer_norm", Layers.layerNorm(6, 6).eps(1e-3f), IMAGE),
        of("linear", Layers.linear(6, 3).bias(false), SERIES),
        of("prelu", Layers.prelu(4), IMAGE),
        of("batch_norm3d", Layers.batchNorm3d(2).affine(false), VOLUME),
        of("conv3d", Layers.conv3d(2, 4, 3).groups(2).padding(1, 0, 1).stride(2), VOLUME),
        of("conv_transpose3d", Layers.convTranspose3d(2, 3, 2).stride(2).bias(false), VOLUME),
        of("instance_norm3d", Layers.instanceNorm3d(2).affine(true), VOLUME),
        of("rms_norm", Layers.rmsNorm(6), SERIES),
        of("lstm_cell", Layers.lstmCell(6, 6), FEATURES, FEATURES, FEATURES),
        of("gru_cell", Layers.gruCell(6, 3).bias(false), FEATURES),
        of(
            "rnn_cell",
            Layers.rnnCell(6, 6).nonlinearity(RNN.Nonlinearity.RELU),
            FEATURES,
            FEATURES));
  }

  private static Stream<Sample> sequences() {
    var layer = Layers.transformerEncoderLayer(6, 2).dimFeedforward(7).normFirst(true);
    var encoder = layer.activation(TransformerEncoderLayer.Activation.GELU);
    var decoder = Layers.transformerDecoderLayer(6, 2).dimFeedforward(5).causal(true);
    return Stream.of(
        of("gru", Layers.gru(6, 4).bidirectional(true).lastOutput(), SERIES),
        of("lstm", Layers.lstm(6, 4).dropout(0.5f), SERIES, Shape.of(1, 4), Shape.of(1, 4)),
        of("multihead_attention", Layers.multiheadAttention(6, 2).causal(true), SERIES),
        of(
            "multihead_attention",
            Layers.multiheadAttention(6, 2).kdim(3).vdim(2),
            SERIES,
            Shape.of(5, 3),
            Shape.of(5, 2)),
        of("rnn", Layers.rnn(6, 4).nonlinearity(RNN.Nonlinearity.RELU), SERIES),
        of("transformer", Layers.transformer(encoder, 1, 2).causal(true), SERIES, SERIES),
        of("transformer_decoder", Layers.transformerDecoder(decoder, 2), SERIES, SERIES),
        of("transformer_decoder_layer", decoder.normFirst(true), SERIES, SERIES),
        of("transformer_encoder", Layers.transformerEncoder(encoder, 2).norm(true), SERIES),
        of("transformer_encoder_layer", encoder.dropout(0), SERIES));
  }

  private static Stream<Sample> networks() {
    var relu = Layers.relu();
    return Stream.of(
        of("convnext", new ConvNeXt(List.of(1, 1), List.of(4, 8), 0.1f, 3), PICTURE),
        of("densenet", new DenseNet(4, List.of(1, 1, 1, 1), 3), PICTURE),
        of("efficientnet_block", new EfficientNet.Block(4, 8, 4, 3, 1, 0.1f), IMAGE),
        of("googlenet_convolution", new GoogLeNet.Convolution(4, 5, 3, 2), IMAGE),
        of("googlenet_inception", new GoogLeNet.Inception(4, 1, 2, 3, 4, 5, 6), IMAGE),
        of("mnasnet_block", new MnasNet.Block(4, 8, 4, 3, 1), IMAGE),
        of("mobilenet_v2_block", new MobileNetV2.Block(4, 8, 4, 1), IMAGE),
        of("mobilenet_v3_block", new MobileNetV3.Block(4, 3, 8, 4, true, true, 1), IMAGE),
        of("named", Layers.named("first", Layers.linear(6, 2)), FEATURES),
        of("network", new Network(List.of(new Step("a", relu, List.of("input")))), FEATURES),
        of("onnx_graph", squares(), FEATURES),
        of("regnet", new RegNet(List.of(1, 1), List.of(8, 16), 8, 3), PICTURE),
        of("residual", Layers.residual(Layers.linear(6, 6)).shortcut(relu), FEATURES),
        of("resnet", new ResNet(List.of(1, 0, 0, 0), true, 2, 8, true, 3), PICTURE),
        of("sequential", Layers.sequential(relu, Layers.named("fc", relu)), FEATURES),
        of("shufflenet_v2", new ShuffleNetV2(3), PICTURE),
        of("squeezenet_fire", new SqueezeNet.Fire(4, 2, 3), IMAGE),
        of("unet", new UNet(2, 3), PICTURE),
        of("vision_transformer", new VisionTransformer(32, 1, 2, 4, 6, 3), PICTURE));
  }

  /** A graph of ONNX, {@code y = x · x}. */
  private static OnnxGraph squares() {
    var graph =
        GraphProto.newBuilder()
            .setName("squares")
            .addInput(value("x"))
            .addOutput(value("y"))
            .addNode(
                NodeProto.newBuilder().setOpType("Mul").addInput("x").addInput("x").addOutput("y"));
    var model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph)
            .build();
    return new OnnxGraph(Base64.getEncoder().encodeToString(model.toByteArray()), false);
  }

  private static ValueInfoProto value(String name) {
    var shape = TensorShapeProto.newBuilder();
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
    shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(6));
    var tensor = TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  @Test
  void nothingIsLeftOut() {
    assertEquals(
        LayerTypes.names(), samples().map(Sample::type).collect(Collectors.toUnmodifiableSet()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void comesBackFromAFile(Sample sample) {
    var model = sample.model();
    var file = temp.resolve("m.safetensors");
    ModelFile.save(file, model, ModelDescription.CUSTOM);
    var loaded = ModelFile.load(file).model();
    assertEquals(model.layer(), loaded.layer());
    assertEquals(model.inputs(), loaded.inputs());
    assertEquals(model.outputs(), loaded.outputs());
    assertEquals(model.parameters(), loaded.parameters());
    assertArrayEquals(model.values(), loaded.values());
    assertEquals(model.states(), loaded.states());
  }

  /** Two inputs and three outputs, one of which is the state of a step. */
  @Test
  void aNetworkOfSeveralInputsAndOutputs() {
    var steps =
        List.of(
            new Step("lstm", Layers.lstm(6, 4), List.of("words")),
            new Step("fc", Layers.linear(3, 4), List.of("numbers")),
            new Step("both", Layers.relu(), List.of("lstm", "fc")));
    var network =
        new Network(steps, List.of("words", "numbers"), List.of("both", "lstm:h_n", "fc"));
    var inputs = Signature.of("words", Shape.of(5, 6)).and("numbers", Shape.of(5, 3));
    var model = new Model(network, inputs, 3);
    var file = temp.resolve("m.safetensors");
    ModelFile.save(file, model, ModelDescription.CUSTOM);
    var text = String.valueOf(Safetensors.read(file).metadata().get(ModelDescription.KEY));
    assertTrue(text.startsWith("{\"version\":4,"), text);
    var loaded = ModelFile.load(file).model();
    assertEquals(network, assertInstanceOf(Network.class, loaded.layer()));
    assertEquals(List.of("both", "lstm:h_n", "fc"), loaded.outputs().names());
    assertEquals(model.outputs(), loaded.outputs());
    assertEquals(inputs, loaded.inputs());
    assertArrayEquals(model.values(), loaded.values());
  }

  /** Whether there is an axis of samples is the model's, too. */
  @Test
  void aModelOfWholeValues() {
    var inputs = Signature.of("x", Shape.of(4, 4)).whole();
    var model = new Model(Layers.softmax(0), inputs, 3);
    var file = temp.resolve("m.safetensors");
    ModelFile.save(file, model, ModelDescription.CUSTOM);
    var loaded = ModelFile.load(file).model();
    assertEquals(inputs, loaded.inputs());
    assertEquals(model.outputs(), loaded.outputs());
  }
}
