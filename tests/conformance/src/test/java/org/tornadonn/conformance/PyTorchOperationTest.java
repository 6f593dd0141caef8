package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Definitions;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.activation.LeakyReLU;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.convolution.Conv1d;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.ConvTranspose1d;
import org.tornadonn.op.convolution.ConvTranspose2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.linear.MatMul;
import org.tornadonn.op.loss.BinaryCrossEntropyWithLogits;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.loss.HuberLoss;
import org.tornadonn.op.loss.L1Loss;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.loss.SmoothL1Loss;
import org.tornadonn.op.normalization.BatchNorm2d;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.op.pooling.AdaptiveAvgPool1d;
import org.tornadonn.op.normalization.Standardize;
import org.tornadonn.op.pooling.AdaptiveAvgPool2d;
import org.tornadonn.op.pooling.AdaptiveMaxPool1d;
import org.tornadonn.op.pooling.AdaptiveMaxPool2d;
import org.tornadonn.op.pooling.AvgPool1d;
import org.tornadonn.op.pooling.AvgPool2d;
import org.tornadonn.op.pooling.MaxPool1d;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Devices, and the float64 definitions themselves, against PyTorch's numbers. */
class PyTorchOperationTest {

  /** What devices run on which a plan takes long to prepare: NaN, ties, and one of each kind. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "conv2d 3x2 s2x1 p0x1 (2, 33, 5, 5) to 3",
          "max_pool2d NaN and infinities",
          "relu NaN, zeros, infinities",
          "gelu [0] special",
          "softmax NaN and infinities",
          "linear 207",
          "mse_loss (5, 7), 3 in use",
          "cross_entropy logits of 1000");

  static List<Fixture.OfOperation> fixtures() {
    return Fixture.operations();
  }

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().present().stream()
        .flatMap(
            device ->
                fixtures().stream()
                    .filter(f -> !device.slow() || EVERYWHERE.contains(f.name()))
                    .map(f -> Arguments.of(device, f)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void deviceEqualsPyTorch(DeviceUnderTest device, Fixture.OfOperation fixture) {
    var c = build(fixture);
    var run = DeviceRun.of(device.executor(), c);
    var expected = c.expected();
    var node = c.graph().nodes().getFirst();
    var definition = Definitions.of(node);
    var in = expected.operands(node);
    var dy = expected.gradient(node.output());
    Tolerances.of(definition.result(in)).check(fixture + ": y", fixture.y(), run.result());
    for (int i = 0; i < fixture.gradients().length; i++) {
      if (fixture.gradients()[i].length > 0) {
        Tolerances.of(definition.gradient(i, in, dy))
            .check(
                fixture + ": gradient of operand " + i,
                fixture.gradients()[i],
                run.gradient(node.inputs().get(i)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void definitionEqualsPyTorch(Fixture.OfOperation fixture) {
    var c = build(fixture);
    var expected = c.expected();
    assertArrayEquals(fixture.y(), expected.value(c.result()), Tolerances.FLOAT64);
    var operands = c.graph().nodes().getFirst().inputs();
    for (int i = 0; i < fixture.gradients().length; i++) {
      if (fixture.gradients()[i].length > 0) {
        assertArrayEquals(
            fixture.gradients()[i], expected.gradient(operands.get(i)), Tolerances.FLOAT64);
      }
    }
  }

  private static GraphCase build(Fixture.OfOperation fixture) {
    var g = new ValuedGraph();
    var operands = new ArrayList<Value>();
    for (int i = 0; i < fixture.operands().size(); i++) {
      var operand = fixture.operands().get(i);
      var shape = Shape.of(operand.shape());
      var name = "operand " + i;
      boolean differentiable = fixture.gradients()[i].length > 0;
      int behind = fixture.operands().size() - i;
      boolean running = fixture.operation().equals("batch_norm2d") && behind >= 2 && behind <= 4;
      operands.add(
          differentiable
              ? g.input(name, shape, operand.values())
              : running
                  ? g.state(name, shape, operand.values())
                  : g.constant(name, shape, operand.values()));
    }
    var y = g.apply("op", operation(fixture), operands.toArray(Value[]::new));
    return g.weighted(fixture.name(), 900, y);
  }

  private static Operation operation(Fixture.OfOperation fixture) {
    var attributes = fixture.attributes();
    return switch (fixture.operation()) {
      case "conv2d" -> new Conv2d(window(fixture.window()), number(attributes, 0, 1));
      case "conv1d" -> new Conv1d(window(fixture.window()), (int) attributes[0]);
      case "conv_transpose2d" ->
          new ConvTranspose2d(
              window(fixture.window()),
              (int) attributes[1],
              (int) attributes[2],
              (int) attributes[0]);
      case "conv_transpose1d" ->
          new ConvTranspose1d(
              window(fixture.window()), (int) attributes[1], (int) attributes[0]);
      case "max_pool2d" ->
          new MaxPool2d(window(fixture.window()), number(attributes, 0, 0) > 0);
      case "max_pool1d" -> new MaxPool1d(window(fixture.window()), attributes[0] > 0);
      case "avg_pool2d" ->
          new AvgPool2d(
              window(fixture.window()),
              attributes[0] > 0,
              number(attributes, 1, 0) > 0,
              number(attributes, 2, 0));
      case "avg_pool1d" ->
          new AvgPool1d(window(fixture.window()), attributes[0] > 0, attributes[1] > 0);
      case "adaptive_avg_pool1d" -> new AdaptiveAvgPool1d((int) attributes[0]);
      case "adaptive_max_pool1d" -> new AdaptiveMaxPool1d((int) attributes[0]);
      case "adaptive_max_pool2d" -> new AdaptiveMaxPool2d((int) attributes[0], (int) attributes[1]);
      case "adaptive_avg_pool2d" -> new AdaptiveAvgPool2d((int) attributes[0], (int) attributes[1]);
      case "sigmoid" -> new Sigmoid();
      case "tanh" -> new Tanh();
      case "leaky_relu" -> new LeakyReLU((float) attributes[0]);
      case "gelu" -> new GELU(attributes[0] > 0 ? GELU.Approximate.TANH : GELU.Approximate.NONE);
      case "softmax" -> new Softmax((int) attributes[0]);
      case "batch_norm2d" -> new BatchNorm2d((float) attributes[0], (float) attributes[1]);
      case "batch_norm2d in evaluation" -> new BatchNorm2dInference((float) attributes[0]);
      case "relu" -> new ReLU();
      case "linear" -> new Linear();
      case "matmul" -> new MatMul(attributes[0] > 0, attributes[1] > 0);
      case "standardize" -> new Standardize((int) attributes[0], (float) attributes[1]);
      case "add" -> new Add();
      case "flatten" -> new Flatten();
      case "mse_loss" -> new MeanSquaredError();
      case "cross_entropy" -> new CrossEntropy(attributes.length > 0 ? (float) attributes[0] : 0);
      case "l1_loss" -> new L1Loss();
      case "huber_loss" -> new HuberLoss((float) attributes[0]);
      case "smooth_l1_loss" -> new SmoothL1Loss((float) attributes[0]);
      case "binary_cross_entropy_with_logits" -> new BinaryCrossEntropyWithLogits();
      default -> throw new IllegalArgumentException("unknown operation in " + fixture);
    };
  }

  private static int number(double[] attributes, int index, int otherwise) {
    return index < attributes.length ? (int) attributes[index] : otherwise;
  }

  private static Window window(int[] w) {
    return w.length == 6
        ? new Window(w[0], w[1], w[2], w[3], w[4], w[5])
        : new Window(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9]);
  }
}
