package org.tornadonn.store.onnx;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Numbers in float64 along several axes, row-major. */
record NdArray(int[] dims, double[] values) {

  NdArray {
    require(dims.length <= 8 && values.length == size(dims), "sizes that do not fit");
  }

  /** A graph that ONNX does not allow. */
  static final class InvalidException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidException(String message) {
      super(message);
    }
  }

  static void require(boolean valid, String otherwise) {
    if (!valid) {
      throw new InvalidException(otherwise);
    }
  }

  static int size(int... dims) {
    return Arrays.stream(dims).reduce(1, Math::multiplyExact);
  }

  static NdArray zeros(int... dims) {
    return new NdArray(dims, new double[size(dims)]);
  }

  int rank() {
    return dims.length;
  }

  NdArray map(DoubleUnaryOperator f) {
    return new NdArray(dims, Arrays.stream(values).map(f).toArray());
  }

  NdArray as(int... other) {
    return new NdArray(other, values);
  }

  /** The place of the element that stands at an index of a larger shape, as NumPy broadcasts. */
  private int at(int index, int[] larger) {
    int at = 0;
    int stride = 1;
    int rest = index;
    for (int i = 1; i <= larger.length; i++) {
      int position = rest % larger[larger.length - i];
      rest /= larger[larger.length - i];
      if (i <= dims.length) {
        at += dims[dims.length - i] == 1 ? 0 : position * stride;
        stride *= dims[dims.length - i];
      }
    }
    return at;
  }

  NdArray plus(NdArray other) {
    int[] all = new int[Math.max(rank(), other.rank())];
    for (int i = 1; i <= all.length; i++) {
      int a = i <= rank() ? dims[rank() - i] : 1;
      int b = i <= other.rank() ? other.dims[other.rank() - i] : 1;
      require(a == b || a == 1 || b == 1, "shapes that do not broadcast");
      all[all.length - i] = Math.max(a, b);
    }
    var sum = zeros(all);
    for (int i = 0; i < sum.values.length; i++) {
      sum.values[i] = values[at(i, all)] + other.values[other.at(i, all)];
    }
    return sum;
  }

  NdArray transposed() {
    var result = zeros(dims[1], dims[0]);
    for (int i = 0; i < values.length; i++) {
      result.values[i % dims[1] * dims[0] + i / dims[1]] = values[i];
    }
    return result;
  }

  NdArray times(NdArray other) {
    require(rank() == 2 && other.rank() == 2 && dims[1] == other.dims[0], "factors");
    var product = zeros(dims[0], other.dims[1]);
    for (int i = 0; i < product.values.length; i++) {
      for (int k = 0; k < dims[1]; k++) {
        product.values[i] +=
            values[i / other.dims[1] * dims[1] + k]
                * other.values[k * other.dims[1] + i % other.dims[1]];
      }
    }
    return product;
  }

  /** Along all axes from one to another, taken together. */
  NdArray softmax(int from, int to) {
    int inner = size(Arrays.copyOfRange(dims, to, rank()));
    int length = size(Arrays.copyOfRange(dims, from, to));
    var result = zeros(dims);
    for (int i = 0; i < values.length; i++) {
      int first = i / (inner * length) * inner * length + i % inner;
      double sum = 0;
      for (int k = 0; k < length; k++) {
        sum += Math.exp(values[first + k * inner]);
      }
      result.values[i] = Math.exp(values[i]) / sum;
    }
    return result;
  }
}
