package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.avgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.gelu;
import static org.tornadonn.layer.Layers.leakyRelu;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.residual;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.sigmoid;
import static org.tornadonn.layer.Layers.softmax;
import static org.tornadonn.layer.Layers.tanh;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Shapes, names and errors of the layers. */
class LayersTest {

  static List<Layer> shapeKeeping() {
    return List.of(
        sigmoid(),
        tanh(),
        leakyRelu(),
        gelu(),
        softmax(0),
        softmax(1),
        softmax(-1),
        Layers.prelu(3),
        Layers.dropout2d(),
        residual(relu()));
  }

  private static Model of(Layer layer) {
    return new Model(layer, Shape.of(3, 9, 14), 1);
  }

  @ParameterizedTest
  @MethodSource("shapeKeeping")
  void keepsTheShape(Layer layer) {
    assertEquals(Shape.of(3, 9, 14), of(layer).output());
  }

  @Test
  void pools() {
    assertEquals(Shape.of(3, 4, 7), of(avgPool2d(2)).output());
    assertEquals(Shape.of(3, 5, 7), of(avgPool2d(3).stride(2).padding(1)).output());
    assertEquals(Shape.of(3, 1, 1), of(adaptiveAvgPool2d(1)).output());
    assertEquals(Shape.of(3, 20, 5), of(adaptiveAvgPool2d(20, 5)).output());
  }

  @Test
  void batchNormBeginsAsPyTorchs() {
    var state = of(batchNorm2d(3)).state();
    assertEquals(
        List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked"),
        List.copyOf(state.keySet()));
    assertEquals(
        List.of(1f, 0f, 0f, 1f, 0f), state.values().stream().map(t -> t.values()[0]).toList());
    assertEquals(
        "Layer '0': BatchNorm2d is made for 5 channels, but gets 3 in (1, 3, 9, 14): set numFeatures to 3.",
        refusal(sequential(batchNorm2d(5))));
  }

  @Test
  void batchNormsWithoutWeightsHaveTheirStatisticsAlone() {
    var plain = of(batchNorm2d(3).affine(false).momentum(null));
    assertEquals(
        List.of("running_mean", "running_var", "num_batches_tracked"),
        List.copyOf(plain.state().keySet()));
    assertEquals(0, plain.values().length);
    assertEquals(
        "Layer '0': BatchNorm2d is made for 5 channels, but gets 3 in (1, 3, 9, 14): set numFeatures to 3.",
        refusal(sequential(batchNorm2d(5).affine(false))));
    assertEquals(
        "BatchNorm2d needs at least one channel, an eps from 0 up and a momentum from 0 to 1, but gets numFeatures 3, eps 1.0E-5 and momentum 1.5.",
        assertThrows(ShapeException.class, () -> batchNorm2d(3).momentum(1.5f)).getMessage());
  }

  @Test
  void preluBeginsAsPyTorchs() {
    assertEquals(List.of("weight"), List.copyOf(of(Layers.prelu()).state().keySet()));
    assertEquals(0.25f, of(Layers.prelu(3)).values()[2]);
    assertEquals(3, of(Layers.prelu(3)).values().length);
    assertEquals(
        "Layer '0': PReLU is made for 5 channels, but gets 3 in (1, 3, 9, 14): set numParameters to 1 or 3.",
        refusal(sequential(Layers.prelu(5))));
    assertEquals(
        "Layer '0': Dropout1d expects 3 axes, the batch, channels and the rest, but gets (1, 3, 9, 14).",
        refusal(sequential(Layers.dropout1d())));
  }

  /** Summaries and exports see a dropout; predictions spend nothing on it. */
  @Test
  void dropoutCostsNothingInPredictions() {
    var row = Summary.of(of(sequential(relu(), dropout(0.5f)))).layers().get(1);
    assertEquals("dropout", row.operation());
    assertEquals(0, row.flops());
    assertEquals(
        "Layer '0': Dropout's probability must be from 0 to 1, not 1.5: use 0.5, for example.",
        refusal(sequential(dropout(1.5f))));
  }

  @Test
  void initializersHavePyTorchsDeviations() {
    var weight = Shape.of(30, 20, 3, 3);
    assertEquals(Math.sqrt(2.0 / 180), deviation(Initializer.kaimingUniform(weight)), 2e-3);
    assertEquals(Math.sqrt(2.0 / 180), deviation(Initializer.kaimingNormal(weight)), 2e-3);
    assertEquals(Math.sqrt(2.0 / 450), deviation(Initializer.xavierUniform(weight)), 2e-3);
    assertEquals(Math.sqrt(2.0 / 450), deviation(Initializer.xavierNormal(weight)), 2e-3);
    assertEquals(2 / Math.sqrt(12), deviation(Initializer.uniform(-1, 1)), 1e-2);
    assertEquals(0.5, deviation(Initializer.normal(0, 0.5)), 1e-2);
    assertEquals(1, deviation(Initializer.ones()));
    assertEquals(0, deviation(Initializer.zeros()));
    assertThrows(ShapeException.class, () -> Initializer.kaimingNormal(Shape.of(3)));
  }

  /** From 0. */
  private static double deviation(Initializer initializer) {
    var values = new float[10_002];
    initializer.fill(values, 1, 10_000, new SplittableRandom(1));
    assertEquals(0, values[0] + values[10_001], "outside of its range");
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / 10_000);
  }

  @Test
  void residualNamesItsParameters() {
    var block = residual(conv2d(3, 5, 3).stride(2).padding(1), relu());
    var model = of(named("block", block.shortcut(conv2d(3, 5, 1).stride(2).bias(false))));
    assertEquals(
        List.of("branch.0.weight", "branch.0.bias", "shortcut.weight"),
        List.copyOf(model.state().keySet()));
    assertEquals(Shape.of(5, 5, 7), model.output());
  }

  @Test
  void residualSaysWhatDoesNotFit() {
    var layers = sequential(named("block", residual(conv2d(3, 5, 3).padding(1))));
    assertEquals(
        "Layer 'block': Residual adds two values of one shape, but its branch gives (1, 5, 9, 14) and its shortcut (1, 3, 9, 14): give it a shortcut that ends in the branch's shape, such as a 1×1 convolution.",
        refusal(layers));
  }

  @Test
  void refusesWhatCannotBe() {
    assertEquals(
        "Layer '0': Softmax along axis 4 does not fit (1, 3, 9, 14): use 0 to 3, or -1 for the last axis.",
        refusal(sequential(softmax(4))));
    assertEquals(
        "AvgPool2d's padding 2×2 must be at most half its kernel 3×3.",
        refusal(avgPool2d(3).padding(2)));
    assertEquals(
        "LeakyReLU's slope must be a number, not NaN: use 0.01, for example.",
        refusal(leakyRelu(Float.NaN)));
    assertEquals(
        "AdaptiveAvgPool2d's output size 0×0 must be from 1 up and below 32768.",
        refusal(adaptiveAvgPool2d(0)));
  }

  private static String refusal(Layer layer) {
    return String.valueOf(assertThrows(ShapeException.class, () -> of(layer)).getMessage());
  }
}
