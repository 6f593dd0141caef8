package org.tornadonn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.DataException;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Ceil;
import org.tornadonn.op.elementwise.Floor;
import org.tornadonn.op.elementwise.Lt;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.op.indexing.Gather;
import org.tornadonn.op.indexing.IndexSelect;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.op.shape.Permute;
import org.tornadonn.op.shape.StridedSlice;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Numbers of an input that say positions, such as the ids of words: a device would make NaN of one
 * that is not there, so they are looked at before.
 *
 * @param input which input
 * @param places which of its numbers
 * @param size how many positions there are
 * @param fromEnd whether those below 0 count from the end
 * @param cut whether fractions are cut off
 */
record Positions(Value input, int[] places, int size, boolean fromEnd, boolean cut) {

  /** More than there are between an input and a look-up, but for what is made to be hostile. */
  private static final int MOST_MOVES = 64;

  /** Those of a graph that are inputs as they are given, or parts of them in another order. */
  static List<Positions> of(Graph graph) {
    var makers = new IdentityHashMap<Value, Node>();
    graph.nodes().forEach(node -> makers.put(node.output(), node));
    var all = new ArrayList<Positions>();
    for (var node : graph.nodes()) {
      int axis =
          switch (node.operation()) {
            case IndexSelect select -> select.axis();
            case Gather gather -> gather.axis();
            default -> -1;
          };
      if (axis >= 0) {
        var found =
            of(
                makers,
                node.inputs().get(1),
                node.inputs().getFirst().shape().dim(axis),
                MOST_MOVES);
        if (found != null && graph.inputs().contains(found.input)) {
          all.add(found.once());
        }
      }
    }
    return all;
  }

  /** Where the numbers of a value come from; null if they are computed. */
  private static @Nullable Positions of(Map<Value, Node> makers, Value value, int size, int moves) {
    var node = makers.get(value);
    if (node == null) {
      int[] places = new int[value.shape().size()];
      Arrays.setAll(places, i -> i);
      return new Positions(value, places, size, false, false);
    }
    if (node.operation() instanceof Where) {
      return chosen(makers, node, size, moves);
    }
    if (moves == 0 || !moves(node.operation())) {
      return null;
    }
    var x = node.inputs().getFirst();
    var all = of(makers, x, size, moves - 1);
    boolean isSame = x.shape().size() == value.shape().size() && inOrder(node.operation());
    if (all == null || isSame) {
      return all;
    }
    int[] places = new int[value.shape().size()];
    Arrays.setAll(places, i -> all.places[from(node.operation(), i, value.shape(), x.shape())]);
    return all.at(places);
  }

  private static boolean moves(Operation operation) {
    return switch (operation) {
      case Expand _, Permute _, StridedSlice _ -> true;
      default -> inOrder(operation);
    };
  }

  private static boolean inOrder(Operation operation) {
    return switch (operation) {
      case Reshape _, Flatten _, Identity _ -> true;
      default -> false;
    };
  }

  /** Which number of x an operation that moves numbers takes as number i of y. */
  private static int from(Operation operation, int i, Shape y, Shape x) {
    int[] at = new int[y.rank()];
    for (int axis = at.length - 1, rest = i; axis >= 0; axis--) {
      at[axis] = rest % y.dim(axis);
      rest /= y.dim(axis);
    }
    int[] of = at.clone();
    if (operation instanceof StridedSlice slice) {
      of[slice.axis()] = slice.start() + at[slice.axis()] * slice.step();
    } else if (operation instanceof Permute permute) {
      Arrays.setAll(of, axis -> at[permute.axes().indexOf(axis)]);
    } else {
      Arrays.setAll(of, axis -> x.dim(axis) == 1 ? 0 : at[axis]);
    }
    int place = 0;
    for (int axis = 0; axis < of.length; axis++) {
      place = place * x.dim(axis) + of[axis];
    }
    return place;
  }

  /** Numbers of which those below 0 are replaced: they count from the end, or are cut upwards. */
  private static @Nullable Positions chosen(
      Map<Value, Node> makers, Node where, int size, int moves) {
    var below = makers.get(where.inputs().getFirst());
    var instead = makers.get(where.inputs().get(1));
    var x = where.inputs().get(2);
    if (moves == 0
        || below == null
        || instead == null
        || !(below.operation() instanceof Lt)
        || !is(below, 0)) {
      return null;
    }
    var compared = below.inputs().getFirst();
    var all =
        instead.inputs().getFirst() == compared ? of(makers, compared, size, moves - 1) : null;
    if (all == null) {
      return null;
    }
    if (instead.operation() instanceof Add && x == compared && is(instead, size)) {
      return new Positions(all.input, all.places, size, true, all.cut);
    }
    var otherwise = makers.get(x);
    boolean isCut =
        instead.operation() instanceof Ceil
            && otherwise != null
            && otherwise.operation() instanceof Floor
            && otherwise.inputs().getFirst() == compared;
    return isCut ? new Positions(all.input, all.places, size, all.fromEnd, true) : null;
  }

  private static boolean is(Node node, float number) {
    float[] numbers = node.inputs().get(1).numbers();
    return numbers != null && numbers.length == 1 && numbers[0] == number;
  }

  private Positions at(int... others) {
    return new Positions(input, others, size, fromEnd, cut);
  }

  /** Each place once, in order. */
  private Positions once() {
    return at(Arrays.stream(places).sorted().distinct().toArray());
  }

  /**
   * Looks at an input.
   *
   * @param numbers of the input
   * @param count how many of them are given
   * @param first the number of the first sample
   * @param samples for how many there is room
   * @throws DataException naming the first number that is no position
   */
  void require(float[] numbers, int count, int first, int samples) {
    for (int place : places) {
      if (place >= count) {
        return;
      }
      float number = cut ? (int) numbers[place] : numbers[place];
      if (!(number >= low() && number < size && number == Math.rint(number))) {
        int length = numbers.length / samples;
        throw new DataException(
            "Input '%s' of sample %d has %s at place %d, but says positions of %d: whole numbers from %d to %d. If these are ids of words, make them with the vocabulary of this model."
                .formatted(
                    input.name(),
                    first + place / length,
                    text(numbers[place]),
                    place % length,
                    size,
                    low(),
                    size - 1));
      }
    }
  }

  private int low() {
    return fromEnd ? -size : 0;
  }

  private static String text(float number) {
    return number == Math.rint(number) && Math.abs(number) < 1L << 62
        ? Long.toString((long) number)
        : Float.toString(number);
  }
}
