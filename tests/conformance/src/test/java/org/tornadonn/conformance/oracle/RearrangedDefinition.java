package org.tornadonn.conformance.oracle;

import java.util.function.Function;
import java.util.stream.IntStream;
import org.tornadonn.op.shape.Cat;
import org.tornadonn.op.shape.Permute;
import org.tornadonn.op.shape.Spread;
import org.tornadonn.op.shape.StridedSlice;
import org.tornadonn.plan.Shape;

/**
 * Each element of the result is one of the inputs', or a number: other orders, parts, and values
 * behind each other.
 *
 * @param from for each element of the result: which input
 * @param at which element of it; below 0 for the number
 * @param sizes of the inputs
 */
record RearrangedDefinition(int[] from, int[] at, double number, int[] sizes)
    implements Definition {

  private static final int NOTHING = -1;

  /**
   * One input, at places that are a function of the place in the result.
   *
   * @param source the place in x; of no axes for the number
   */
  private static RearrangedDefinition of(
      Shape x, Shape y, double number, Function<int[], int[]> source) {
    int[] at =
        IntStream.range(0, y.size())
            .map(
                i -> {
                  int[] place = source.apply(place(y, i));
                  return place.length == 0 && x.rank() > 0 ? NOTHING : index(x, place);
                })
            .toArray();
    return new RearrangedDefinition(new int[at.length], at, number, new int[] {x.size()});
  }

  static RearrangedDefinition of(Permute permute, Shape x, Shape y) {
    return of(
        x,
        y,
        0,
        place -> {
          var source = new int[place.length];
          for (int axis = 0; axis < place.length; axis++) {
            source[permute.axes().get(axis)] = place[axis];
          }
          return source;
        });
  }

  static RearrangedDefinition of(StridedSlice slice, Shape x, Shape y) {
    return of(
        x,
        y,
        0,
        place -> {
          place[slice.axis()] = slice.start() + place[slice.axis()] * slice.step();
          return place;
        });
  }

  static RearrangedDefinition of(Spread spread, Shape x, Shape y) {
    return of(
        x,
        y,
        spread.value(),
        place -> {
          int behind = place[spread.axis()] - spread.start();
          place[spread.axis()] = behind / spread.step();
          boolean isOne =
              behind % spread.step() == 0
                  && place[spread.axis()] >= 0
                  && place[spread.axis()] < x.dim(spread.axis());
          return isOne ? place : new int[0];
        });
  }

  static RearrangedDefinition of(Cat cat, Shape y, Shape... inputs) {
    var from = new int[y.size()];
    var at = new int[y.size()];
    for (int i = 0; i < from.length; i++) {
      int[] place = place(y, i);
      while (place[cat.axis()] >= inputs[from[i]].dim(cat.axis())) {
        place[cat.axis()] -= inputs[from[i]].dim(cat.axis());
        from[i]++;
      }
      at[i] = index(inputs[from[i]], place);
    }
    return new RearrangedDefinition(
        from, at, 0, IntStream.range(0, inputs.length).map(k -> inputs[k].size()).toArray());
  }

  private static int[] place(Shape shape, int index) {
    var place = new int[shape.rank()];
    int rest = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      place[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return place;
  }

  private static int index(Shape shape, int... place) {
    int index = 0;
    for (int axis = 0; axis < place.length; axis++) {
      index = index * shape.dim(axis) + place[axis];
    }
    return index;
  }

  @Override
  public double[] forward(double[][] in) {
    return IntStream.range(0, at.length)
        .mapToDouble(i -> at[i] == NOTHING ? number : in[from[i]][at[i]])
        .toArray();
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    var gradients = new double[sizes.length][];
    for (int k = 0; k < sizes.length; k++) {
      gradients[k] = new double[sizes[k]];
    }
    for (int i = 0; i < at.length; i++) {
      if (at[i] != NOTHING) {
        gradients[from[i]][at[i]] += dy[i];
      }
    }
    return gradients;
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(0, 0);
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(1, Sum.magnitude(dy));
  }
}
