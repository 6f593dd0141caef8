package org.tornadonn.onnx.write;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Shape;

/**
 * How a whole number follows the number of samples n: {@code each · n + base}.
 *
 * @param each 0 where it is the same for all n
 */
record Extent(int each, int base) {

  static Extent fixed(int number) {
    return new Extent(0, number);
  }

  /**
   * What numbers have in common that were seen with some numbers of samples.
   *
   * @throws Unwritable if they grow in another way
   */
  static Extent of(List<Integer> samples, ToIntFunction<Integer> seen) {
    int first = seen.applyAsInt(0);
    if (IntStream.range(1, samples.size()).allMatch(i -> seen.applyAsInt(i) == first)) {
      return fixed(first);
    }
    int each = (seen.applyAsInt(1) - first) / (samples.get(1) - samples.get(0));
    var extent = new Extent(each, first - each * samples.get(0));
    for (int i = 0; i < samples.size(); i++) {
      if (extent.at(samples.get(i)) != seen.applyAsInt(i)) {
        throw new Unwritable("has sizes that do not grow evenly with the number of samples");
      }
    }
    return extent;
  }

  /** The sizes of a value that every recording has. */
  static List<Extent> of(List<Integer> samples, List<Node> recorded, Function<Node, Shape> of) {
    int rank = of.apply(recorded.getFirst()).rank();
    if (recorded.stream().anyMatch(node -> of.apply(node).rank() != rank)) {
      throw new Unwritable("has other axes where there are more samples");
    }
    return IntStream.range(0, rank)
        .mapToObj(axis -> of(samples, i -> of.apply(recorded.get(i)).dim(axis)))
        .toList();
  }

  boolean isFixed() {
    return each == 0;
  }

  private int at(int samples) {
    return each * samples + base;
  }
}
