package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.tanh;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;

class InputGradientTest {

  private static float[] numbers(int n) {
    var x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i * 37 % 101 / 50f - 1;
    }
    return x;
  }

  @Test
  void isTheSlopeOfThePrediction() {
    var model =
        new Model(
            sequential(
                conv2d(1, 2, 3).padding(1),
                batchNorm2d(2),
                tanh(),
                dropout(0.5f),
                flatten(),
                lazyLinear(2)),
            Shape.of(1, 4, 4),
            3);
    int n = 3;
    float[] x = numbers(16 * n);
    try (var predictor = new Predictor(model, Device.jvm());
        var gradient = new InputGradient(model, out -> F.square(out.only()), 2, Device.jvm())) {
      float[] dx = gradient.of(x, n);
      float step = 1e-2f;
      for (int i = 0; i < x.length; i++) {
        float before = x[i];
        x[i] = before + step;
        double up = score(predictor.predict(x, n));
        x[i] = before - step;
        double down = score(predictor.predict(x, n));
        x[i] = before;
        assertEquals((up - down) / (2 * step), dx[i], 2e-3, "input " + i);
      }
      assertArrayEquals(dx, gradient.of(x, n), "the last, smaller batch leaves nothing behind");
    }
  }

  private static double score(float[] y) {
    double sum = 0;
    for (float one : y) {
      sum += (double) one * one;
    }
    return sum;
  }

  @Test
  void ofSeveralInputsByName() {
    Block product = (scope, in) -> Values.of("y", F.mul(in.get("a"), in.get("b")));
    var model = new Model(product, Signature.of("a", Shape.of(2)).and("b", Shape.of(2)), 1);
    var a = new Tensor(Shape.of(3, 2), new float[] {1, 2, 3, 4, 5, 6});
    var b = new Tensor(Shape.of(3, 2), new float[] {7, 8, 9, 10, 11, 12});
    try (var gradient = new InputGradient(model, Values::only, 2, Device.jvm())) {
      var d = gradient.of(Map.of("a", a, "b", b));
      assertEquals(List.of("a", "b"), List.copyOf(d.keySet()));
      assertArrayEquals(b.values(), Objects.requireNonNull(d.get("a")).values());
      assertArrayEquals(a.values(), Objects.requireNonNull(d.get("b")).values());
      assertThrows(IllegalArgumentException.class, () -> gradient.of(new float[3], 1));
    }
  }
}
