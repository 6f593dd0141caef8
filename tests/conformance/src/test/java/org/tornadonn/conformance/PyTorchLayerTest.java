package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tornadonn.layer.Layers.adaptiveMaxPool3d;
import static org.tornadonn.layer.Layers.avgPool3d;
import static org.tornadonn.layer.Layers.batchNorm1d;
import static org.tornadonn.layer.Layers.batchNorm3d;
import static org.tornadonn.layer.Layers.bilinear;
import static org.tornadonn.layer.Layers.circularPad1d;
import static org.tornadonn.layer.Layers.constantPad1d;
import static org.tornadonn.layer.Layers.conv3d;
import static org.tornadonn.layer.Layers.convTranspose3d;
import static org.tornadonn.layer.Layers.cosineSimilarity;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.fold;
import static org.tornadonn.layer.Layers.glu;
import static org.tornadonn.layer.Layers.groupNorm;
import static org.tornadonn.layer.Layers.gru;
import static org.tornadonn.layer.Layers.gruCell;
import static org.tornadonn.layer.Layers.instanceNorm1d;
import static org.tornadonn.layer.Layers.instanceNorm2d;
import static org.tornadonn.layer.Layers.instanceNorm3d;
import static org.tornadonn.layer.Layers.layerNorm;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.localResponseNorm;
import static org.tornadonn.layer.Layers.lpPool1d;
import static org.tornadonn.layer.Layers.lpPool2d;
import static org.tornadonn.layer.Layers.lstm;
import static org.tornadonn.layer.Layers.lstmCell;
import static org.tornadonn.layer.Layers.maxPool3d;
import static org.tornadonn.layer.Layers.multiheadAttention;
import static org.tornadonn.layer.Layers.pairwiseDistance;
import static org.tornadonn.layer.Layers.replicationPad1d;
import static org.tornadonn.layer.Layers.rmsNorm;
import static org.tornadonn.layer.Layers.rnn;
import static org.tornadonn.layer.Layers.rnnCell;
import static org.tornadonn.layer.Layers.softmax2d;
import static org.tornadonn.layer.Layers.transformer;
import static org.tornadonn.layer.Layers.transformerDecoder;
import static org.tornadonn.layer.Layers.transformerDecoderLayer;
import static org.tornadonn.layer.Layers.transformerEncoder;
import static org.tornadonn.layer.Layers.transformerEncoderLayer;
import static org.tornadonn.layer.Layers.unfold;
import static org.tornadonn.layer.Layers.zeroPad1d;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.layer.AdaptiveAvgPool3d;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Mode;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.PairwiseDistance;
import org.tornadonn.layer.RNN;
import org.tornadonn.layer.ReflectionPad1d;
import org.tornadonn.layer.Scope;
import org.tornadonn.layer.TransformerDecoderLayer;
import org.tornadonn.layer.TransformerEncoderLayer;
import org.tornadonn.layer.Unfold;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Whole layers in training: names, results and all gradients are PyTorch's. */
class PyTorchLayerTest {

  /** What devices run on which a plan takes long to prepare. */
  private static final List<String> EVERYWHERE =
      List.of(
          "layer_norm",
          "batch_norm1d of series",
          "lstm",
          "gru",
          "transformer_encoder_layer",
          "conv3d strided, dilated, in groups",
          "conv_transpose3d strided, in groups",
          "max_pool3d, overlapping, ceil",
          "avg_pool3d, ceil",
          "adaptive_avg_pool3d",
          "adaptive_max_pool3d",
          "batch_norm3d",
          "instance_norm3d",
          "lp_pool2d, ceil");

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().present().stream()
        .flatMap(
            device ->
                Fixture.layers().stream()
                    .filter(f -> !device.slow() || EVERYWHERE.contains(f.name()))
                    .map(f -> Arguments.of(device, f)));
  }

  private static Layer layer(String name) {
    return switch (name) {
      case "linear of rows of rows" -> linear(5, 3);
      case "layer_norm" -> layerNorm(7);
      case "layer_norm of two axes without bias" -> layerNorm(4, 3).eps(1e-3f).bias(false);
      case "rms_norm" -> rmsNorm(7).eps(1e-5f);
      case "group_norm" -> groupNorm(2, 6);
      case "group_norm of rows" -> groupNorm(3, 6);
      case "instance_norm1d" -> instanceNorm1d(3).affine(true);
      case "instance_norm2d" -> instanceNorm2d(3);
      case "batch_norm1d of rows" -> batchNorm1d(5);
      case "batch_norm1d of series" -> batchNorm1d(3);
      case "lstm" -> lstm(3, 5);
      case "lstm of two layers both ways" -> lstm(3, 2).numLayers(2).bidirectional(true);
      case "lstm without bias, last state" -> lstm(3, 4).bias(false).lastOutput();
      case "gru" -> gru(3, 5);
      case "gru both ways, last state" -> gru(3, 2).numLayers(2).bidirectional(true).lastOutput();
      case "rnn" -> rnn(3, 4).numLayers(2);
      case "rnn of relu" -> rnn(3, 4).nonlinearity(RNN.Nonlinearity.RELU);
      case "multihead_attention" -> multiheadAttention(6, 3);
      case "multihead_attention, causal, without bias" ->
          multiheadAttention(6, 2).bias(false).causal(true);
      case "multihead_attention of others, masked" -> PyTorchLayerTest::masked;
      case "transformer_encoder_layer" -> encoderLayer();
      case "transformer_encoder_layer, norm first, gelu" ->
          encoderLayer().normFirst(true).activation(TransformerEncoderLayer.Activation.GELU);
      case "transformer_encoder" -> transformerEncoder(encoderLayer(), 2).norm(true);
      case "multihead_attention of kdim 4, vdim 3" ->
          of(multiheadAttention(6, 2).kdim(4).vdim(3), "output", PyTorchLayerTest::ofOthers);
      case "multihead_attention with weights" ->
          (scope, x) -> {
            var all = multiheadAttention(6, 3).forward(scope, Values.of(x));
            return F.cat(2, all.get("output"), all.get("weights"));
          };
      case "transformer_decoder_layer" -> of(decoderLayer(), "output", PyTorchLayerTest::decoded);
      case "transformer_decoder_layer, norm first, gelu" ->
          of(
              decoderLayer().normFirst(true).activation(TransformerEncoderLayer.Activation.GELU),
              "output",
              PyTorchLayerTest::decoded);
      case "transformer_decoder" ->
          of(transformerDecoder(decoderLayer(), 2).norm(true), "output", PyTorchLayerTest::decoded);
      case "transformer" ->
          of(
              transformer(encoderLayer(), 1, 2).causal(true),
              "output",
              PyTorchLayerTest::translated);
      case "bilinear" -> of(bilinear(3, 3, 4), "output", PyTorchLayerTest::halves);
      case "bilinear without bias" ->
          of(bilinear(3, 2, 1).bias(false), "output", PyTorchLayerTest::halves);
      case "lstm of two layers from states" -> fromStates(lstm(3, 3).numLayers(2), 2, 2);
      case "gru both ways from a state" -> fromStates(gru(3, 3).bidirectional(true), 1, 2);
      case "rnn of relu from a state" ->
          fromStates(rnn(3, 3).numLayers(4).nonlinearity(RNN.Nonlinearity.RELU), 1, 4);
      default -> function(name);
    };
  }

  /** Of volumes, and pools of norms. */
  private static Layer volume(String name) {
    return switch (name) {
      case "conv3d" -> conv3d(2, 3, 2, 3, 1);
      case "conv3d strided, dilated, in groups" ->
          conv3d(4, 6, 3).stride(2).padding(2).dilation(2).groups(2).bias(false);
      case "conv3d with padding of its own" ->
          conv3d(2, 2, 3, 1, 3).stride(1, 2, 1).padding(1, 0, 2);
      case "conv_transpose3d" -> convTranspose3d(2, 3, 2);
      case "conv_transpose3d strided, in groups" ->
          convTranspose3d(4, 6, 3).stride(2).padding(1).outputPadding(1).groups(2).dilation(2);
      case "max_pool3d" -> maxPool3d(2);
      case "max_pool3d, overlapping, ceil" -> maxPool3d(3).stride(2).padding(1).ceilMode(true);
      case "max_pool3d, dilated" -> maxPool3d(2).stride(1).dilation(2);
      case "avg_pool3d, ceil" -> avgPool3d(3).stride(2).padding(1).ceilMode(true);
      case "avg_pool3d without padding" -> avgPool3d(3).stride(2).padding(1).countIncludePad(false);
      case "adaptive_avg_pool3d" -> new AdaptiveAvgPool3d(2, 3, 4);
      case "adaptive_max_pool3d" -> adaptiveMaxPool3d(2);
      case "batch_norm3d" -> batchNorm3d(3);
      case "instance_norm3d" -> instanceNorm3d(3).affine(true);
      case "lstm_cell" ->
          (scope, x) -> {
            var state = lstmCell(4, 4).forward(scope, Values.of(F.split(x, 4, 1)));
            return F.cat(1, state.get("h"), state.get("c"));
          };
      case "gru_cell" -> of(gruCell(4, 4), "h", x -> Values.of(F.split(x, 4, 1)));
      case "rnn_cell of relu" ->
          of(
              rnnCell(4, 4).bias(false).nonlinearity(RNN.Nonlinearity.RELU),
              "h",
              x -> Values.of(F.split(x, 4, 1)));
      case "gru_cell from zeros" -> of(gruCell(4, 3), "h", Values::of);
      case "reflection_pad1d" -> new ReflectionPad1d(2, 1);
      case "replication_pad1d" -> replicationPad1d(2);
      case "circular_pad1d" -> circularPad1d(2);
      case "constant_pad1d" -> constantPad1d(2, 0.5f);
      case "zero_pad1d" -> zeroPad1d(2);
      case "lp_pool1d" -> lpPool1d(2, 3).stride(2);
      case "lp_pool2d, ceil" -> lpPool2d(2, 2).ceilMode(true);
      default -> throw new IllegalArgumentException("unknown layer in " + name);
    };
  }

  /** Functions of one value. */
  private static Layer function(String name) {
    return switch (name) {
      case "glu along 1" -> glu(1);
      case "local_response_norm of 3" -> localResponseNorm(3, 0.5f, 0.6f, 2);
      case "local_response_norm of 4" -> localResponseNorm(4, 2, 0.75f, 1);
      case "flatten 1 to 2" -> flatten(1, 2);
      case "softmax2d" -> softmax2d();
      case "cosine_similarity" -> of(cosineSimilarity(), "output", PyTorchLayerTest::halves);
      case "pairwise_distance" -> of(pairwiseDistance(), "output", PyTorchLayerTest::halves);
      case "pairwise_distance 1" ->
          of(new PairwiseDistance(1, 1e-6f, true), "output", PyTorchLayerTest::halves);
      case "cdist" -> (scope, x) -> F.cdist(F.narrow(x, 1, 0, 2), F.sin(F.narrow(x, 1, 1, 2)), 2);
      case "normalize" -> (scope, x) -> F.normalize(x, 1);
      case "unfold" -> new Unfold(3, 2, 1, 2);
      case "unfold with stride 2" -> unfold(2).stride(2).padding(1);
      case "fold" -> fold(5, 4, 2);
      case "fold with stride 2" -> fold(6, 4, 3).stride(2).padding(1);
      case "einsum bij,bjk->bik" ->
          (scope, x) -> F.einsum("bij, bjk -> bik", x, F.transpose(x, 1, 2));
      case "einsum abc,cd,abd->ad" ->
          (scope, x) -> {
            var matrix = F.transpose(F.narrow(F.select(x, 0, 0), 0, 0, 2), 0, 1);
            return F.einsum("abc,cd,abd->ad", x, matrix, F.narrow(x, 2, 1, 2));
          };
      case "einsum ab,cb" -> (scope, x) -> F.einsum("ab,cb", x, x);
      case "einsum ijk->ik" -> (scope, x) -> F.einsum("ijk->ik", x);
      case "einsum ij,ij,k->i" -> (scope, x) -> F.einsum("ij,ij,k->i", x, x, F.select(x, 0, 0));
      case "outer" -> (scope, x) -> F.outer(x, F.cos(x));
      case "lerp" -> (scope, x) -> F.lerp(x, F.cos(x), 0.3f);
      case "masked_fill" -> (scope, x) -> F.maskedFill(x, F.gt(x, 0.25f), 7);
      case "log2" -> (scope, x) -> F.log2(F.add(F.square(x), 0.5f));
      case "log10" -> (scope, x) -> F.log10(F.add(F.square(x), 0.5f));
      case "logit" -> (scope, x) -> F.logit(F.add(F.div(x, 4), 0.5f));
      case "frac" -> (scope, x) -> F.frac(F.mul(x, 5));
      default -> volume(name);
    };
  }

  /** One of the values that a block makes of parts of x. */
  private static Layer of(Block block, String output, Function<Value, Values> parts) {
    return (scope, x) -> block.forward(scope, parts.apply(x)).get(output);
  }

  /** The first three features, and the others. */
  private static Values halves(Value x) {
    return Values.of(F.slice(x, -1, 0, 3), F.slice(x, -1, 3, Integer.MAX_VALUE));
  }

  private static Values ofOthers(Value x) {
    return Values.of(F.slice(x, 1, 0, 3), F.narrow(x, 2, 0, 4), F.narrow(x, 2, 2, 3));
  }

  /** Target and memory, the last position of the second sample of which is left out. */
  private static Values decoded(Value x) {
    var memory = F.slice(x, 1, 2, 5);
    var target = F.slice(x, 1, 0, 4);
    var all =
        x.tape().constant("seen", Shape.of(x.shape().dim(0), 4), new float[4 * x.shape().dim(0)]);
    return Values.of(target, memory, all, lastOfSecond(memory));
  }

  /** Source and target; the last position of the second source is left out. */
  private static Values translated(Value x) {
    var source = F.slice(x, 1, 0, 4);
    return Values.of(source, F.slice(x, 1, 2, 5), lastOfSecond(source));
  }

  private static Value lastOfSecond(Value x) {
    int n = x.shape().dim(0);
    int length = x.shape().dim(1);
    var leftOut = new float[n * length];
    leftOut[n * length - 1] = n > 1 ? 1 : 0;
    return x.tape().constant("padding", Shape.of(n, length), leftOut);
  }

  /** What a recurrent layer makes of x, which begins with its first states, and its last states. */
  private static Layer fromStates(Layer layer, int states, int layers) {
    return (scope, x) -> {
      var in = Values.of(x);
      for (int i = 0; i < states; i++) {
        in = in.and("state " + i, F.narrow(x, 1, i * layers, layers));
      }
      var all = layer.forward(scope, in).list();
      return F.cat(1, all.stream().map(y -> F.flatten(y, 1, -1)).toArray(Value[]::new));
    };
  }

  private static TransformerDecoderLayer decoderLayer() {
    return transformerDecoderLayer(6, 2).dimFeedforward(7).dropout(0).causal(true);
  }

  private static TransformerEncoderLayer encoderLayer() {
    return transformerEncoderLayer(6, 2).dimFeedforward(7).dropout(0);
  }

  /** Attention to others, the last two keys of the second sample left out, with a mask beside. */
  private static Value masked(Scope scope, Value x) {
    int n = x.shape().dim(0);
    int length = x.shape().dim(1);
    var leftOut = new float[n * length];
    Arrays.fill(leftOut, Math.min(n - 1, 1) * length + 2, Math.min(n, 2) * length, 1);
    var padding = x.tape().constant("padding", Shape.of(n, length), leftOut);
    var numbers = Numbers.of(997, length * length);
    var mask = x.tape().constant("mask", Shape.of(length, length), numbers);
    return multiheadAttention(6, 2).attend(scope, x, F.flip(x, 1), F.flip(x, 0), padding, mask);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void equalsPyTorch(DeviceUnderTest device, Fixture.OfLayer fixture) {
    var c = record(fixture);
    var run = DeviceRun.of(device.executor(), c);
    Tolerances.wholeModel(fixture.y()).check(fixture + ": y", fixture.y(), run.result());
    expected(fixture)
        .forEach(
            (name, gradient) ->
                Tolerances.wholeModel(gradient)
                    .check(fixture + ": " + name, gradient, run.gradient(c.parameter(name))));
  }

  /** The gradients by name. */
  private static Map<String, double[]> expected(Fixture.OfLayer fixture) {
    var expected = new LinkedHashMap<String, double[]>();
    expected.put("x", fixture.inputGradient());
    fixture.parameters().forEach(p -> expected.put("layer." + p.name(), p.gradient()));
    return expected;
  }

  /** The input is a parameter, added to zeros, so that its gradient is there too. */
  private static GraphCase record(Fixture.OfLayer fixture) {
    var input = Shape.of(fixture.input());
    var inner = layer(fixture.name());
    Layer outer =
        (scope, zeros) -> {
          var x = scope.parameter("x", zeros.shape(), (values, at, length, random) -> {});
          return scope.call("layer", inner, F.add(zeros, x));
        };
    int n = input.dim(0);
    var recorded = new Model(outer, input.sample(), 1).record(n, Mode.TRAIN);
    var graph = recorded.graph();
    var leaves = new HashMap<Value, float[]>();
    leaves.put(recorded.input(), new float[input.size()]);
    leaves.put(recorded.fill(), new float[] {n});
    var names = List.copyOf(expected(fixture).keySet());
    assertEquals(Set.copyOf(names), graph.parameters().keySet());
    for (var parameter : graph.parameters().values()) {
      int size = parameter.shape().size();
      int seed = 999 + names.indexOf(parameter.name());
      leaves.put(
          parameter,
          parameter.name().equals("x") ? Numbers.of(998, size) : Numbers.scaled(seed, size, 0.5f));
    }
    var y = recorded.output();
    var r = graph.input("r", y.shape());
    leaves.put(r, Numbers.of(999, y.shape().size()));
    var loss = graph.apply("loss", new WeightedSum(), y, r);
    return new GraphCase(fixture.name(), false, graph, y, loss, leaves);
  }
}
