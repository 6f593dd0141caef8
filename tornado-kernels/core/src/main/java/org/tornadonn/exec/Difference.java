package org.tornadonn.exec;

import java.util.Locale;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Choosing;
import org.tornadonn.plan.Slice;

/**
 * The element in which a device and the portable loops differ most.
 *
 * @param call layer, operation and step: {@code conv.0 conv2d forward}
 * @param slice what the element is part of
 * @param index of the element in the slice
 * @param expected what the portable loops give
 * @param actual what the device gives
 * @param allowed by how much the two may differ
 * @param share how much of that is used up; above 1 is too much
 */
public record Difference(
    String call,
    Slice slice,
    int index,
    float expected,
    float actual,
    double allowed,
    double share) {

  /** The worst element of a slice; the first of several. */
  static Difference worst(
      String call, Slice slice, float[] expected, float[] actual, Rounding rounding) {
    int worst = 0;
    double largest = -1;
    for (int i = 0; i < slice.size(); i++) {
      double share = rounding.share(expected[slice.offset() + i], actual[slice.offset() + i]);
      if (share > largest) {
        largest = share;
        worst = i;
      }
    }
    float right = expected[slice.offset() + worst];
    return new Difference(
        call,
        slice,
        worst,
        right,
        actual[slice.offset() + worst],
        rounding.allowed(right),
        largest);
  }

  /**
   * The worst element of a slice of choices: of what the device took, and the portable loops, as
   * the portable loops have both. Each side may have erred on each of the two, so that they may lie
   * twice as far apart.
   *
   * @param chooser the portable kernel, after it ran
   * @param actual what the device chose
   * @param rounding of the numbers that were chosen from
   */
  static Difference worst(
      String call, Slice slice, Choosing chooser, float[] actual, Rounding rounding) {
    var expected = new float[slice.size()];
    var taken = new float[slice.size()];
    for (int i = 0; i < slice.size(); i++) {
      float choice = actual[slice.offset() + i];
      expected[i] = value(chooser, i, chooser.choices()[slice.offset() + i]);
      taken[i] = value(chooser, i, choice);
      if (chooser.taken(i, choice).isEmpty()) { // nothing that it could have taken
        taken[i] = Float.isNaN(expected[i]) ? 0 : Float.NaN;
      }
    }
    var buffer = slice.buffer();
    var values =
        new Buffer("the value taken at " + buffer.name(), slice.shape(), buffer.role()).whole();
    return worst(call, values, expected, taken, rounding.plus(rounding));
  }

  private static float value(Choosing chooser, int i, float choice) {
    return (float) chooser.taken(i, choice).orElse(Double.NaN);
  }

  /** The element: the name of its buffer and its place along each axis. */
  public String element() {
    var at = new StringBuilder();
    int rest = index;
    for (int axis = slice.shape().rank() - 1; axis >= 0; axis--) {
      int size = slice.shape().dim(axis);
      at.insert(0, (axis == 0 ? "" : ", ") + rest % size);
      rest /= size;
    }
    return slice.buffer().name()
        + (slice.offset() == 0 ? "" : "+" + slice.offset())
        + "["
        + at
        + "]";
  }

  /** Which call, which element, both values. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %s is %s, the portable loop gives %s, allowed is a difference of %.2g",
        call,
        element(),
        actual,
        expected,
        allowed);
  }
}
