package org.tornadonn.conformance;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Mode;
import org.tornadonn.layer.Model;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Dropouts of whole channels, and those that keep mean and variance: forward and backward. */
class MaskTest {

  private static final float P = 0.3f;

  /** The least that SELU gives. */
  private static final double LEAST = -1.7580993408473766;

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().present().stream()
        .flatMap(
            device ->
                Stream.of(
                    Arguments.of(device, Layers.dropout1d(P), Shape.of(400, 5, 7), 7),
                    Arguments.of(device, Layers.dropout2d(P), Shape.of(400, 5, 3, 2), 6),
                    Arguments.of(device, Layers.alphaDropout(P), Shape.of(100, 31), 1),
                    Arguments.of(device, Layers.featureAlphaDropout(P), Shape.of(400, 5, 3), 3)));
  }

  /**
   * Elements that share a mask are scaled and shifted by the same numbers, so are their gradients,
   * and as many are left out as asked for.
   *
   * @param together how many neighbouring elements share one
   */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("cases")
  void wholeChannels(DeviceUnderTest device, Layer layer, Shape shape, int together) {
    int size = shape.size();
    float[] x = Numbers.of(998, size);
    float[] r = Numbers.of(999, size);
    var c = record(layer, shape, x, r);
    var run = DeviceRun.of(device.executor(), c);
    float[] y = run.result();
    float[] dx = run.gradient(requireNonNull(c.parameter("x")));
    boolean isAlpha = layer.toString().contains("Alpha");
    double scale = isAlpha ? 1 / Math.sqrt((1 - P) * (1 + P * LEAST * LEAST)) : 1 / (1 - P);
    double shift = isAlpha ? -scale * LEAST * P : 0;
    double leftOut = isAlpha ? scale * LEAST + shift : 0;
    int count = 0;
    for (int i = 0; i < size; i++) {
      boolean isLeftOut = dx[i / together * together] == 0;
      assertEquals(isLeftOut ? leftOut : scale * x[i] + shift, y[i], 1e-5, "y[" + i + "]");
      assertEquals(isLeftOut ? 0 : scale * r[i], dx[i], 1e-5, "dx[" + i + "]");
      count += isLeftOut ? 1 : 0;
    }
    double deviation = Math.sqrt(P * (1 - P) * together / size);
    assertEquals(P, (double) count / size, 4 * deviation);
    if (isAlpha) {
      // what has mean 0 and variance 1 keeps them
      double mean = (1 - P) * shift + P * leftOut;
      double square = (1 - P) * (scale * scale + shift * shift) + P * leftOut * leftOut;
      assertEquals(0, mean, 1e-6);
      assertEquals(1, square - mean * mean, 1e-6);
    }
  }

  private static GraphCase record(Layer inner, Shape shape, float[] numbers, float[] weights) {
    Layer outer =
        (scope, zeros) -> {
          var x = scope.parameter("x", zeros.shape(), (values, at, length, random) -> {});
          return scope.call("layer", inner, F.add(zeros, x));
        };
    int n = shape.dim(0);
    var recorded = new Model(outer, shape.sample(), 1).record(n, Mode.TRAIN);
    var graph = recorded.graph();
    var leaves = new HashMap<Value, float[]>();
    leaves.put(recorded.input(), new float[shape.size()]);
    leaves.put(recorded.fill(), new float[] {n});
    leaves.put(recorded.key(), Dropout.key(3, 4));
    var x = requireNonNull(graph.parameters().get("x"));
    leaves.put(x, numbers);
    var y = recorded.output();
    var r = graph.input("r", y.shape());
    leaves.put(r, weights);
    assertTrue(y.needsGradient());
    return new GraphCase(
        inner.toString(), false, graph, y, graph.apply("loss", new WeightedSum(), y, r), leaves);
  }
}
