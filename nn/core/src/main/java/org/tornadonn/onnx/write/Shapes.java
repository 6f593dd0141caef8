package org.tornadonn.onnx.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.indexing.ArgSort;
import org.tornadonn.op.shape.AxisMap;
import org.tornadonn.op.shape.Cat;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.op.shape.Permute;
import org.tornadonn.op.shape.Spread;
import org.tornadonn.op.shape.StridedSlice;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;

/** What moves numbers: their order, how many of them, and what stands beside them. */
final class Shapes {

  /** Behind the first position of an axis, for steps backwards. */
  private static final int BEFORE_ALL = -Integer.MAX_VALUE;

  /** What is told sizes, which may follow the number of samples. */
  private static final Set<Class<? extends Operation>> SIZED =
      Set.of(
          Reshape.class,
          Expand.class,
          StridedSlice.class,
          Spread.class,
          AxisMap.class,
          ArgSort.class);

  private Shapes() {}

  static boolean isSized(Operation operation) {
    return SIZED.contains(operation.getClass());
  }

  static boolean write(Step step) {
    switch (step.operation()) {
      case Flatten _ -> step.op("Flatten", step.in(0)).with("axis", 1).gives();
      case Reshape _ -> reshape(step);
      case Expand _ -> expand(step);
      case Permute permute ->
          step.op("Transpose", step.in(0))
              .with("perm", permute.axes().stream().mapToLong(axis -> axis).toArray())
              .gives();
      case Cat cat -> step.op("Concat", step.in()).with("axis", cat.axis()).gives();
      case StridedSlice slice -> slice(step, slice);
      case Spread spread when spread.step() == 1 -> pad(step, spread);
      case AxisMap map -> map(step, map.axis());
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void reshape(Step step) {
    var sizes = step.sizes();
    if (sizes.equals(step.sizes(0))) {
      step.givesOperand();
      return;
    }
    var open = sizes.stream().filter(size -> !size.isFixed()).toList();
    if (open.size() == 1) {
      // What is left when all other sizes are known.
      sizes = sizes.stream().map(s -> s.isFixed() ? s : Extent.fixed(-1)).toList();
    }
    step.op("Reshape", step.in(0), step.sizes(sizes)).gives();
  }

  /** Sizes that stay are 1 in the target: ONNX takes the larger of both. */
  private static void expand(Step step) {
    var from = step.sizes(0);
    var to = step.sizes();
    var target =
        IntStream.range(0, to.size())
            .mapToObj(axis -> to.get(axis).equals(from.get(axis)) ? Extent.fixed(1) : to.get(axis))
            .toList();
    step.op("Expand", step.in(0), step.sizes(target)).gives();
  }

  private static void slice(Step step, StridedSlice first) {
    var start = step.extent(node -> of(node).start());
    var end = step.extent(node -> end(of(node)));
    step.op(
            "Slice",
            step.in(0),
            step.sizes(List.of(start)),
            step.sizes(List.of(end)),
            step.whole((long) first.axis()),
            step.whole((long) first.step()))
        .gives();
  }

  private static StridedSlice of(Node node) {
    return (StridedSlice) node.operation();
  }

  /** The position behind the last one, in the direction of the steps. */
  private static int end(StridedSlice slice) {
    int last = slice.start() + (slice.count() - 1) * slice.step();
    return slice.step() > 0 ? last + 1 : last == 0 ? BEFORE_ALL : last - 1;
  }

  private static void pad(Step step, Spread spread) {
    int rank = step.shape(0).rank();
    var pads = new ArrayList<>(Collections.nCopies(2 * rank, Extent.fixed(0)));
    pads.set(spread.axis(), step.extent(node -> ((Spread) node.operation()).start()));
    pads.set(
        rank + spread.axis(),
        step.extent(
            node -> {
              var one = (Spread) node.operation();
              return one.length() - one.start() - node.inputs().getFirst().shape().dim(one.axis());
            }));
    step.op("Pad", step.in(0), step.sizes(pads), step.number(spread.value())).gives();
  }

  /** A map of an axis as a sum: of the first elements of all rows, of the second, and so on. */
  private static void map(Step step, int axis) {
    if (!step.sizes(0).get(axis).isFixed()) {
      throw new Unwritable("maps the axis of samples");
    }
    float[] starts = step.constant(1);
    float[] columns = step.constant(2);
    float[] weights = step.constant(3);
    int rows = starts.length - 1;
    int terms = 0;
    for (int r = 0; r < rows; r++) {
      terms = Math.max(terms, (int) (starts[r + 1] - starts[r]));
    }
    int[] along = new int[step.shape(0).rank() - axis];
    Arrays.fill(along, 1);
    along[0] = rows;
    Step.Op sum = null;
    for (int t = 0; t < terms; t++) {
      var at = new long[rows];
      var by = new float[rows];
      boolean plain = true;
      for (int r = 0; r < rows; r++) {
        int element = (int) starts[r] + t;
        boolean there = element < starts[r + 1];
        int taken = there ? element : Math.min((int) starts[r], columns.length - 1);
        at[r] = (long) columns[taken];
        by[r] = there ? weights[element] : 0;
        plain &= by[r] == 1;
      }
      var term = step.op("Gather", step.in(0), step.whole(at)).with("axis", axis);
      if (!plain) {
        term = step.op("Mul", term.value(), step.numbers(Shape.of(along), by));
      }
      sum = sum == null ? term : step.op("Add", sum.value(), term.value());
    }
    Objects.requireNonNull(sum).gives();
  }
}
