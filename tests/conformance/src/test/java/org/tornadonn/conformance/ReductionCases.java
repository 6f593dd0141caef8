package org.tornadonn.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tornadonn.conformance.FunctionCase.Input;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Many numbers as one. */
final class ReductionCases {

  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private ReductionCases() {}

  static List<FunctionCase> all() {
    return List.of(
        FunctionCase.of(
            "amax (3, 5, 4) over 1",
            new int[] {3, 5, 4},
            x -> F.amax(x, 1),
            x -> Tensor.of(Shape.of(3, 4), i -> middle(x, i).max().orElseThrow())),
        FunctionCase.of(
            "amin (3, 5, 4) over 0, 2, keepdim",
            new int[] {3, 5, 4},
            x -> F.amin(x, true, 0, 2),
            x ->
                Tensor.of(
                    Shape.of(1, 5, 1),
                    i ->
                        IntStream.range(0, 12)
                            .mapToDouble(j -> x.at(j / 4, i[1], j % 4))
                            .min()
                            .orElseThrow())),
        FunctionCase.of(
                "amax of 1037 in parts",
                new int[] {1037},
                F::amax,
                x -> Tensor.of(Shape.of(), i -> Arrays.stream(x.numbers()).max().orElseThrow()))
            .onTheJvm(),
        ofRows(
                "amax ties, NaN, infinities",
                true,
                x -> F.amax(x, 1),
                x -> rows(x, row -> DoubleStream.of(row).max().orElseThrow()))
            .notSmooth(),
        ofRows(
                "amin ties, NaN, infinities",
                true,
                x -> F.amin(x, 1),
                x -> rows(x, row -> DoubleStream.of(row).min().orElseThrow()))
            .notSmooth(),
        ofRows(
                "argmax ties, NaN, infinities",
                false,
                x -> F.argmax(x, 1, false),
                x -> rows(x, row -> first(row, DoubleStream.of(row).max().orElseThrow())))
            .notSmooth(),
        ofRows(
                "argmin ties, NaN, infinities",
                false,
                x -> F.argmin(x, -1, false),
                x -> rows(x, row -> first(row, DoubleStream.of(row).min().orElseThrow())))
            .notSmooth(),
        ofRows(
                "max ties, NaN, infinities",
                true,
                x -> F.max(x, 1, false),
                x -> rows(x, row -> DoubleStream.of(row).max().orElseThrow()))
            .notSmooth()
            .onTheJvm(),
        FunctionCase.of(
                "min (3, 5, 4) along 1, keepdim",
                new int[] {3, 5, 4},
                x -> F.min(x, 1, true),
                x -> Tensor.of(Shape.of(3, 1, 4), i -> middle(x, i[0], i[2]).min().orElseThrow()))
            .onTheJvm(),
        FunctionCase.of(
                "prod (3, 5, 4) along 1",
                new int[] {3, 5, 4},
                x -> F.prod(x, 1, false),
                x -> Tensor.of(Shape.of(3, 4), i -> middle(x, i).reduce(1, (a, b) -> a * b)))
            .sums(5),
        FunctionCase.of(
                "prod with zeros",
                List.of(Input.of(new float[] {2, 0, -3, 0.5f, 0, 4, 0, 1}, 2, 4)),
                x -> F.prod(x[0], -1, false),
                x -> rows(x[0], row -> DoubleStream.of(row).reduce(1, (a, b) -> a * b)))
            .sums(4),
        FunctionCase.of(
                "cumsum (3, 5, 4) along 1",
                new int[] {3, 5, 4},
                x -> F.cumsum(x, 1),
                x ->
                    Tensor.of(
                        x.shape(),
                        i ->
                            IntStream.rangeClosed(0, i[1])
                                .mapToDouble(k -> x.at(i[0], k, i[2]))
                                .sum()))
            .sums(5),
        FunctionCase.of(
                "cumsum from the end",
                new int[] {3, 7},
                x -> F.cumsum(x, -1, true),
                x ->
                    Tensor.of(
                        x.shape(),
                        i -> IntStream.range(i[1], 7).mapToDouble(k -> x.at(i[0], k)).sum()))
            .sums(7)
            .onTheJvm(),
        FunctionCase.of(
                "var (3, 5, 4) over 1",
                new int[] {3, 5, 4},
                x -> F.var(x, 1),
                x -> Tensor.of(Shape.of(3, 4), i -> variance(1, middle(x, i).toArray())))
            .sums(32),
        FunctionCase.of(
                "std (5, 7), correction 0, keepdim",
                new int[] {5, 7},
                x -> F.std(x, 0, true, 1),
                x ->
                    Tensor.of(
                        Shape.of(5, 1),
                        i ->
                            Math.sqrt(
                                variance(
                                    0,
                                    IntStream.range(0, 7)
                                        .mapToDouble(k -> x.at(i[0], k))
                                        .toArray()))))
            .sums(64)
            .onTheJvm(),
        FunctionCase.of(
                "std of equal numbers",
                List.of(Input.of(new float[] {0.5f, 0.5f, 0.5f, 1, 2, 3}, 2, 3)),
                x -> F.std(x[0], 1),
                x -> rows(x[0], row -> Math.sqrt(variance(1, row))))
            .sums(32)
            .notSmooth()
            .onTheJvm(),
        FunctionCase.of(
                "norm 1 (3, 5, 4) over 1",
                new int[] {3, 5, 4},
                x -> F.norm(x, 1, false, 1),
                x -> Tensor.of(Shape.of(3, 4), i -> middle(x, i).map(Math::abs).sum()))
            .sums(5)
            .onTheJvm(),
        FunctionCase.of(
                "norm 2 (3, 5, 4) over 1",
                new int[] {3, 5, 4},
                x -> F.norm(x, 2, false, 1),
                x -> Tensor.of(Shape.of(3, 4), i -> Math.sqrt(middle(x, i).map(a -> a * a).sum())))
            .sums(16)
            .onTheJvm(),
        FunctionCase.of(
                "norm 2 of zeros",
                List.of(Input.of(new float[] {0, 0, 3, 4}, 2, 2)),
                x -> F.norm(x[0], 2, false, 1),
                x -> rows(x[0], row -> Math.hypot(row[0], row[1])))
            .sums(4)
            .notSmooth()
            .onTheJvm(),
        counted("count_nonzero", x -> F.countNonzero(x, 1), row -> row.filter(a -> a != 0).count()),
        counted("all", x -> F.all(x, false, 1), row -> row.allMatch(a -> a != 0) ? 1 : 0),
        counted("any", x -> F.any(x, false, 1), row -> row.anyMatch(a -> a != 0) ? 1 : 0));
  }

  private static FunctionCase ofRows(
      String name,
      boolean differentiable,
      Function<Value, Value> function,
      Function<Tensor, Tensor> definition) {
    float[] numbers = {
      1, 3, 3, -2, 3, // three equal ones
      -1, NAN, 5, NAN, 0, NAN, 7, 1, 2, 3, 0, 0, -INF, INF, INF, -INF, -INF, -INF, -INF, -INF, -4,
      -4, 1, 2, 3
    };
    return FunctionCase.of(
            name,
            List.of(new Input(Shape.of(6, 5), numbers, differentiable)),
            x -> function.apply(x[0]),
            x -> definition.apply(x[0]))
        .sums(differentiable ? 2 : 0);
  }

  private static FunctionCase counted(
      String name, Function<Value, Value> function, Function<DoubleStream, Number> count) {
    return FunctionCase.of(
            name,
            List.of(Input.index(new float[] {1, 0, -2, NAN, 0, 0, 0, 0, 5, 6, 7, -1}, 3, 4)),
            x -> function.apply(x[0]),
            x -> rows(x[0], row -> count.apply(DoubleStream.of(row)).doubleValue()))
        .notSmooth()
        .onTheJvm();
  }

  /** The numbers along the second of three axes. */
  private static DoubleStream middle(Tensor x, int... outer) {
    return IntStream.range(0, x.dim(1)).mapToDouble(k -> x.at(outer[0], k, outer[1]));
  }

  /** A number of each row. */
  private static Tensor rows(Tensor x, Function<double[], Double> of) {
    return Tensor.of(
        Shape.of(x.dim(0)),
        i -> of.apply(IntStream.range(0, x.dim(1)).mapToDouble(k -> x.at(i[0], k)).toArray()));
  }

  private static double first(double[] row, double wanted) {
    return IntStream.range(0, row.length)
        .filter(k -> row[k] == wanted || (Double.isNaN(wanted) && Double.isNaN(row[k])))
        .findFirst()
        .orElseThrow();
  }

  private static double variance(int correction, double... numbers) {
    double mean = DoubleStream.of(numbers).average().orElseThrow();
    return DoubleStream.of(numbers).map(x -> (x - mean) * (x - mean)).sum()
        / (numbers.length - correction);
  }
}
