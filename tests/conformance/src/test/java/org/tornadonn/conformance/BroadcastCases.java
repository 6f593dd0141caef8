package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.tornadonn.conformance.FunctionCase.Input;
import org.tornadonn.conformance.oracle.Elementary;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.op.elementwise.Atan2;
import org.tornadonn.op.elementwise.Div;
import org.tornadonn.op.elementwise.Maximum;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Sub;
import org.tornadonn.op.elementwise.Where;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Operands that stretch each other along axes that do not lie side by side, up to six of them: no
 * kernel repeats those, so that they are expanded first.
 */
final class BroadcastCases {

  private static final List<List<Shape>> PAIRS =
      List.of(
          List.of(Shape.of(1, 5, 1, 7), Shape.of(3, 1, 4, 1)),
          List.of(Shape.of(2, 1, 3, 1, 2, 1), Shape.of(1, 3, 1, 2, 1, 5)),
          List.of(Shape.of(3, 1, 4, 7), Shape.of(1, 5, 1, 1)),
          List.of(Shape.of(2, 3, 1, 2, 1, 5), Shape.of(3, 1, 1, 4, 1)),
          List.of(Shape.of(1, 1, 1, 1, 1, 1), Shape.of(1, 2, 1, 3, 1, 1)),
          List.of(Shape.of(2, 1, 1, 3), Shape.of(1, 1, 4, 1)),
          List.of(Shape.of(1, 3, 1), Shape.of()));

  private BroadcastCases() {}

  static List<FunctionCase> all() {
    var cases = new ArrayList<FunctionCase>();
    for (var shapes : PAIRS) {
      cases.add(of(new Mul(), x -> F.mul(x[0], x[1]), shapes));
      cases.add(of(new Sub(), x -> F.sub(x[0], x[1]), shapes).onTheJvm());
      cases.add(of(new Div(), x -> F.div(x[0], F.add(F.square(x[1]), 1)), shapes).onTheJvm());
      cases.add(of(new Maximum(), x -> F.maximum(x[0], x[1]), shapes).onTheJvm());
      cases.add(of(new Atan2(), x -> F.atan2(x[0], F.add(F.square(x[1]), 1)), shapes).onTheJvm());
    }
    cases.add(where(Shape.of(1, 5, 1, 7), Shape.of(3, 1, 4, 1), Shape.of(5, 1, 1)).onTheJvm());
    cases.add(
        where(Shape.of(2, 1, 3, 1, 1, 1), Shape.of(3, 1, 2, 1, 5), Shape.of(1, 1, 1, 1, 4, 1)));
    return cases;
  }

  private static FunctionCase of(
      Operation operation, Function<Value[], Value> function, List<Shape> shapes) {
    boolean isDivided = operation instanceof Div || operation instanceof Atan2;
    var definition = Elementary.of(operation).on(shapes);
    return new FunctionCase(
        "%s of %s and %s".formatted(operation.name(), shapes.get(0), shapes.get(1)),
        true,
        true,
        64,
        List.of(input(931, shapes.get(0)), input(932, shapes.get(1))),
        function,
        x -> {
          var b = x[1].numbers().clone();
          for (int i = 0; isDivided && i < b.length; i++) {
            b[i] = b[i] * b[i] + 1;
          }
          return tensor(shapes, definition.forward(new double[][] {x[0].numbers(), b}));
        });
  }

  private static FunctionCase where(Shape condition, Shape a, Shape b) {
    var shapes = List.of(condition, a, b);
    var definition = Elementary.of(new Where()).on(shapes);
    var truth = Numbers.of(933, condition.size());
    for (int i = 0; i < truth.length; i++) {
      truth[i] = truth[i] > 0 ? 1 : 0;
    }
    return new FunctionCase(
        "where " + shapes,
        true,
        true,
        64,
        List.of(Input.index(truth, condition.toArray()), input(934, a), input(935, b)),
        x -> F.where(x[0], x[1], x[2]),
        x ->
            tensor(
                shapes,
                definition.forward(
                    new double[][] {x[0].numbers(), x[1].numbers(), x[2].numbers()})));
  }

  private static Input input(int seed, Shape shape) {
    return Input.of(seed, shape.toArray());
  }

  /** The result has the largest size along each axis, counted from the last. */
  private static Tensor tensor(List<Shape> shapes, double... numbers) {
    int rank = shapes.stream().mapToInt(Shape::rank).max().orElseThrow();
    var dims = new int[rank];
    Arrays.setAll(
        dims,
        axis ->
            shapes.stream()
                .filter(shape -> shape.rank() >= rank - axis)
                .mapToInt(shape -> shape.dim(axis - rank))
                .max()
                .orElseThrow());
    return new Tensor(Shape.of(dims), numbers);
  }
}
