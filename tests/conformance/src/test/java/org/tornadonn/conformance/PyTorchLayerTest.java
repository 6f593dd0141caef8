package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tornadonn.layer.Layers.batchNorm1d;
import static org.tornadonn.layer.Layers.groupNorm;
import static org.tornadonn.layer.Layers.instanceNorm1d;
import static org.tornadonn.layer.Layers.instanceNorm2d;
import static org.tornadonn.layer.Layers.layerNorm;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.transformerEncoderLayer;
import static org.tornadonn.layer.Layers.transformerEncoder;
import static org.tornadonn.layer.Layers.multiheadAttention;
import static org.tornadonn.layer.Layers.rnn;
import static org.tornadonn.layer.Layers.gru;
import static org.tornadonn.layer.Layers.lstm;
import static org.tornadonn.layer.Layers.rmsNorm;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Mode;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.RNN;
import org.tornadonn.layer.Scope;
import org.tornadonn.layer.TransformerEncoderLayer;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Whole layers in training: names, results and all gradients are PyTorch's. */
class PyTorchLayerTest {

  /** What devices run on which a plan takes long to prepare. */
  private static final List<String> EVERYWHERE = List.of("layer_norm", "batch_norm1d of series", "lstm", "gru", "transformer_encoder_layer");

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
      case "gru both ways, last state" ->
          gru(3, 2).numLayers(2).bidirectional(true).lastOutput();
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
      default -> throw new IllegalArgumentException("unknown layer in " + name);
    };
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
    assertEquals(List.copyOf(expected(fixture).keySet()), List.copyOf(graph.parameters().keySet()));
    int seed = 1000;
    for (var parameter : graph.parameters().values()) {
      int size = parameter.shape().size();
      boolean isInput = parameter.name().equals("x");
      leaves.put(parameter, isInput ? Numbers.of(998, size) : Numbers.scaled(seed++, size, 0.5f));
    }
    var y = recorded.output();
    var r = graph.input("r", y.shape());
    leaves.put(r, Numbers.of(999, y.shape().size()));
    var loss = graph.apply("loss", new WeightedSum(), y, r);
    return new GraphCase(fixture.name(), false, graph, y, loss, leaves);
  }
}
