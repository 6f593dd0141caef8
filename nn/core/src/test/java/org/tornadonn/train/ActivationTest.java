package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.plan.Shape;

/** Intermediate results: they fit each other, and the last is the prediction. */
class ActivationTest {

  static List<Device> devices() {
    return DevicesUnderTest.all();
  }

  private static float[] random(int size, long seed) {
    var random = new Random(seed);
    var values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyResultIsKept(Device device) {
    var layers =
        sequential(
            conv2d(1, 4, 3), relu(), maxPool2d(2), flatten(), lazyLinear(6), relu(), linear(6, 2));
    fits(new Model(layers, Shape.of(1, 9, 9), 3), 7, device);
  }

  /** Running statistics are not parameters. */
  @Test
  void batchNormGetsItsRunningStatistics() {
    var model = new Model(sequential(conv2d(1, 3, 3), batchNorm2d(3)), Shape.of(1, 5, 5), 3);
    var run = Activation.of(model, random(25, 5), 1, Device.jvm());
    var norm = run.get(1);
    var in = norm.inputs().getFirst().values();
    for (int i = 0; i < in.length; i++) { // an untrained one only divides by √(1 + ε)
      assertEquals(in[i] / Math.sqrt(1 + 1e-5), norm.output().values()[i], 1e-6);
    }
    var statistics = norm.inputs().stream().map(tensor -> tensor.values()).toList();
    assertArrayEquals(new float[] {0, 0, 0}, statistics.get(3));
    assertArrayEquals(new float[] {1, 1, 1}, statistics.get(4));
  }

  /** Where the JVM runs several calls as one. */
  @Test
  void everyResultOfTheOrientationModelIsKept() {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 3);
    fits(model, 19, Device.jvm());
  }

  private static void fits(Model model, int operations, Device device) {
    var x = random(2 * model.input().size(), 5);
    var run = Activation.of(model, x, 2, device);
    assertEquals(operations, run.size());
    assertArrayEquals(x, run.getFirst().inputs().getFirst().values());
    for (int i = 0; i < run.size(); i++) {
      var activation = run.get(i);
      var in = activation.inputs().getFirst().values();
      var out = activation.output().values();
      if (i > 0) {
        assertArrayEquals(run.get(i - 1).output().values(), in, activation.layer());
      }
      switch (activation.operation()) {
        case ReLU _ -> {
          for (int k = 0; k < in.length; k++) {
            assertEquals(Math.max(0, in[k]), out[k], activation.layer());
          }
        }
        case MaxPool2d _ -> {
          int w = activation.inputs().getFirst().shape().dim(3);
          float first = Math.max(Math.max(in[0], in[1]), Math.max(in[w], in[w + 1]));
          assertEquals(first, out[0], activation.layer());
        }
        case Linear _ -> {
          var weight = activation.inputs().get(1).values();
          double sum = activation.inputs().get(2).values()[0];
          for (int k = 0; k < activation.inputs().get(1).shape().dim(1); k++) {
            sum += (double) in[k] * weight[k];
          }
          assertEquals(sum, out[0], 1e-5, activation.layer());
        }
        default -> {}
      }
    }
    try (var predictor = new Predictor(model, 2, device)) {
      assertArrayEquals(predictor.predict(x, 2), run.getLast().output().values(), 1e-6f);
    }
  }

  @Test
  void branchesKeepBothOperands() {
    Layer residual = (scope, x) -> scope.apply(new Add(), scope.call("inner", linear(3, 3), x), x);
    var model = new Model(sequential(residual, relu()), Shape.of(3), 1);
    var x = new float[] {1, -2, 3};
    var run = Activation.of(model, x, 1, Device.jvm());
    assertEquals(List.of("0.inner", "0", "1"), run.stream().map(Activation::layer).toList());
    assertArrayEquals(x, run.get(1).inputs().get(1).values());
    assertArrayEquals(run.get(0).output().values(), run.get(1).inputs().get(0).values());
  }

  @Test
  void tooFewNumbersAreRefused() {
    var model = new Model(linear(3, 1), Shape.of(3), 1);
    assertThrows(
        IllegalArgumentException.class, () -> Activation.of(model, new float[5], 2, Device.jvm()));
  }

  @Test
  void accuracyCountsTheHighestScores() {
    var scores = new float[] {1, 2, 0, 3, 3, 1, -1, -2, -3};
    assertEquals(new Accuracy(3, 2), Accuracy.of(scores, new float[] {1, 0, 2}));
    assertEquals(2 / 3.0, Accuracy.of(scores, new float[] {1, 0, 2}).share());
    assertEquals(1, Accuracy.of(scores, new float[] {2, 1, 0}).right());
    assertThrows(IllegalArgumentException.class, () -> Accuracy.of(new float[4], new float[3]));
    assertThrows(IllegalArgumentException.class, () -> Accuracy.of(new float[0], new float[0]));
  }
}
