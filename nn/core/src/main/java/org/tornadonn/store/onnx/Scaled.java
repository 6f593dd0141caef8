package org.tornadonn.store.onnx;

import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;

/** Weights as other conventions write them. */
final class Scaled {

  private Scaled() {}

  static Tensor by(Tensor tensor, float factor) {
    if (factor == 1) {
      return tensor;
    }
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new Tensor(tensor.shape(), values);
  }

  static Tensor transposed(Tensor matrix) {
    int rows = matrix.shape().dim(0);
    int columns = matrix.shape().dim(1);
    float[] values = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[j * rows + i] = matrix.values()[i * columns + j];
      }
    }
    return new Tensor(Shape.of(columns, rows), values);
  }
}
