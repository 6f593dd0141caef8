package org.tornadonn.store.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;

/**
 * Takes what is done to a layer's result into its weight and bias: {@code s · (w·x + b) + t} is a
 * layer of weight {@code s·w} and bias {@code s·b + t}.
 */
final class Fold {

  private final Wiring wiring;
  private final Wiring.Tap tap;
  private final Layer biased;
  private final int outputs;

  private Fold(Wiring wiring, Wiring.Tap tap, Layer biased, int outputs) {
    this.wiring = wiring;
    this.tap = tap;
    this.biased = biased;
    this.outputs = outputs;
  }

  /** Into the layer that makes a value, if it has weights and nothing else takes its result. */
  static Optional<Fold> of(Wiring wiring, Wiring.Tap tap) {
    return tap.sole() ? into(wiring, tap) : Optional.empty();
  }

  /** Into the layer that makes a value, if it has weights, for all that take its result. */
  static Optional<Fold> into(Wiring wiring, Wiring.Tap tap) {
    if (wiring.isInput(tap)) {
      return Optional.empty();
    }
    return switch (wiring.layer(tap)) {
      case Conv2d conv -> Optional.of(new Fold(wiring, tap, conv.bias(true), conv.outChannels()));
      case Linear linear ->
          Optional.of(new Fold(wiring, tap, linear.bias(true), linear.outFeatures()));
      default -> Optional.empty();
    };
  }

  /**
   * Adds a number to each output.
   *
   * @param what adds it, for errors
   */
  void shift(Tensor by, Source source, String what) {
    boolean one = by.values().length == 1;
    // More axes than the result has would give it more, too.
    if (by.shape().rank() > tap.shape().rank() + 1
        || (!one && !by.shape().equals(shapeOfShift(by.shape())))) {
      throw source.unsupported(
          "has an %s of a constant %s that is no bias of %d outputs"
              .formatted(what, by.shape(), outputs));
    }
    float[] bias = bias();
    for (int i = 0; i < outputs; i++) {
      bias[i] += by.values()[one ? 0 : i];
    }
    set(bias);
  }

  /** A constant with one number for each output, whose axes stand where those of the result do. */
  private Shape shapeOfShift(Shape given) {
    boolean image = tap.shape().rank() == 3;
    int[] dims = new int[given.rank()];
    Arrays.fill(dims, 1);
    int axis = dims.length - (image ? 3 : 1);
    if (axis >= 0) {
      dims[axis] = outputs;
    }
    return Shape.of(dims);
  }

  /**
   * Batch normalization with fixed statistics.
   *
   * @param of scale, shift, mean and variance of each output
   */
  void normalize(List<Tensor> of, float epsilon) {
    float[] scale = of.get(0).values();
    float[] shift = of.get(1).values();
    float[] mean = of.get(2).values();
    float[] variance = of.get(3).values();
    var weight = Objects.requireNonNull(wiring.state(tap).get("weight"));
    float[] w = weight.values().clone();
    float[] bias = bias();
    int inputs = w.length / outputs;
    for (int o = 0; o < outputs; o++) {
      double s = scale[o] / Math.sqrt((double) variance[o] + epsilon);
      for (int i = o * inputs; i < (o + 1) * inputs; i++) {
        w[i] = (float) (s * w[i]);
      }
      bias[o] = (float) (s * ((double) bias[o] - mean[o]) + shift[o]);
    }
    wiring.state(tap).put("weight", new Tensor(weight.shape(), w));
    set(bias);
  }

  private float[] bias() {
    var bias = wiring.state(tap).get("bias");
    return bias == null ? new float[outputs] : bias.values().clone();
  }

  private void set(float[] bias) {
    wiring.state(tap).put("bias", new Tensor(Shape.of(outputs), bias));
    wiring.replace(tap, biased);
  }
}
