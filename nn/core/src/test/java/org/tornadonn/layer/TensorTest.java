package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.linear;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Predictor;
import org.tornadonn.train.Trainer;

/** Numbers with a shape, and models that take and give one of them. */
class TensorTest {

  private static final float NAN = 0f / 0;

  /** PyTorch's: {@code torch.tensor([…]).reshape(2, 3, 2).argmax(axis)}. */
  @Test
  void argmaxEqualsPyTorch() {
    float[] values = {1, 5, 3, 5, 2, -1, NAN, 0, 9, 0, NAN, 0};
    var x = new Tensor(Shape.of(2, 3, 2), values);
    var wanted =
        Map.of(
            0, new Tensor(Shape.of(3, 2), new float[] {1, 0, 1, 0, 1, 1}),
            1, new Tensor(Shape.of(2, 2), new float[] {1, 0, 0, 0}),
            2, new Tensor(Shape.of(2, 3), new float[] {1, 1, 0, 0, 0, 0}));
    wanted.forEach(
        (axis, tensor) -> {
          for (int same : new int[] {axis, axis - 3}) {
            assertEquals(tensor.shape(), x.argmax(same).shape(), "axis " + same);
            assertArrayEquals(tensor.values(), x.argmax(same).values(), "axis " + same);
          }
        });
    for (int axis : new int[] {3, -4}) {
      var e = assertThrows(ShapeException.class, () -> x.argmax(axis));
      assertEquals(
          "A tensor (2, 3, 2) has axes from 0 to 2, and no axis %d.".formatted(axis),
          e.getMessage());
    }
  }

  @Test
  void aModelOfOneInputAndOneOutputTakesAndGivesATensor() {
    var model = new Model(linear(2, 3), Shape.of(2), 1);
    var x = new Tensor(Shape.of(4, 2), new float[] {1, 2, 3, 4, 5, 6, 7, 8});
    try (var predictor = new Predictor(model, 3, Device.jvm());
        var trainer = new Trainer(model, Loss.crossEntropy(), Optimizer.sgd(1), 3, Device.jvm())) {
      var y = predictor.predict(x);
      assertEquals(Shape.of(4, 3), y.shape());
      assertArrayEquals(predictor.predict(x.values(), 4), y.values());
      assertArrayEquals(y.values(), trainer.predict(x).values());
      var flat = new Tensor(Shape.of(8), x.values());
      assertThrows(ShapeException.class, () -> predictor.predict(flat));
    }
  }

  @Test
  void aModelOfSeveralOutputsGivesThemByName() {
    Block two =
        (scope, in) -> Values.of("a", in.only(), "b", scope.call("b", linear(1, 1), in.only()));
    try (var predictor =
        new Predictor(new Model(two, Signature.of("x", Shape.of(1)), 1), Device.jvm())) {
      var x = new Tensor(Shape.of(1, 1), new float[] {1});
      var e = assertThrows(ShapeException.class, () -> predictor.predict(x));
      assertEquals(
          "One tensor stands for one input or output, but there are [a (1), b (1)]: give and take"
              + " tensors by name.",
          e.getMessage());
    }
  }

  @Test
  void oneNumberAndRandomOnes() {
    var full = Tensor.full(Shape.of(2, 3), -1.5f);
    assertEquals(Shape.of(2, 3), full.shape());
    assertArrayEquals(new float[] {-1.5f, -1.5f, -1.5f, -1.5f, -1.5f, -1.5f}, full.values());
    var random = Tensor.randn(Shape.of(100, 100), new Random(1));
    double sum = 0;
    double squares = 0;
    for (float x : random.values()) {
      sum += x;
      squares += x * x;
    }
    assertEquals(0, sum / 10_000, 0.05);
    assertEquals(1, squares / 10_000, 0.05);
  }
}
