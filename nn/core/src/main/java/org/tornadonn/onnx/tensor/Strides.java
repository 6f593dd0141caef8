package org.tornadonn.onnx.tensor;

import java.util.Arrays;

/** Where the elements of tensors lie, and how tensors of other sizes meet each other. */
public final class Strides {

  private Strides() {}

  /** How far apart neighbours along each axis lie. */
  public static int[] of(int... dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= dims[axis];
    }
    return strides;
  }

  /**
   * The sizes that tensors have together, as NumPy broadcasts them.
   *
   * @throws Refusal if they do not fit
   */
  public static int[] together(int[] a, int[] b) {
    int[] both = new int[Math.max(a.length, b.length)];
    for (int i = 1; i <= both.length; i++) {
      int x = i <= a.length ? a[a.length - i] : 1;
      int y = i <= b.length ? b[b.length - i] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new Refusal(
            Reason.SHAPE,
            "has sizes %s and %s that do not fit each other"
                .formatted(Arrays.toString(a), Arrays.toString(b)));
      }
      both[both.length - i] = x == 1 ? y : x;
    }
    return both;
  }

  /** Where the element of a broadcast tensor lies that a place in the result takes. */
  public static int source(int place, int[] result, int[] dims) {
    int source = 0;
    int stride = 1;
    int rest = place;
    for (int i = 1; i <= result.length; i++) {
      int at = rest % result[result.length - i];
      rest /= result[result.length - i];
      if (i <= dims.length) {
        int dim = dims[dims.length - i];
        source += dim == 1 ? 0 : at * stride;
        stride *= dim;
      }
    }
    return source;
  }

  /** The places along each axis of an element. */
  public static int[] places(int element, int... dims) {
    int[] places = new int[dims.length];
    int rest = element;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      places[axis] = rest % dims[axis];
      rest /= dims[axis];
    }
    return places;
  }
}
