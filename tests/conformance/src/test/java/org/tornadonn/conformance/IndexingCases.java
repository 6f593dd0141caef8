package org.tornadonn.conformance;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tornadonn.conformance.FunctionCase.Input;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;

/** Numbers at positions that other values hold. */
final class IndexingCases {

  private IndexingCases() {}

  static List<FunctionCase> all() {
    return List.of(
        FunctionCase.of(
                "gather along 1",
                List.of(
                    Input.of(911, 2, 5, 3),
                    Input.index(new float[] {4, 0, 1, 1, 0, 3, 2, 2, 2, 0, 1, 4}, 2, 2, 3)),
                x -> F.gather(x[0], 1, x[1]),
                x -> Tensor.of(x[1].shape(), i -> x[0].at(i[0], (int) x[1].at(i), i[2])))
            .sums(2),
        FunctionCase.of(
                "gather of a smaller index",
                List.of(Input.of(912, 4, 5), Input.index(new float[] {3, 3, 0, 1, 2, 2}, 3, 2)),
                x -> F.gather(x[0], 0, x[1]),
                x -> Tensor.of(x[1].shape(), i -> x[0].at((int) x[1].at(i), i[1])))
            .sums(3)
            .onTheJvm(),
        FunctionCase.of(
                "gather of what is not there",
                List.of(
                    Input.of(913, 1, 4),
                    Input.index(new float[] {-1, 4, 1.5f, Float.NaN, 1e9f, 2}, 1, 6)),
                x -> F.gather(x[0], 1, x[1]),
                x -> Tensor.of(Shape.of(1, 6), i -> i[1] == 5 ? x[0].at(0, 2) : Double.NaN))
            .notSmooth(),
        FunctionCase.of(
                "embedding (7, 3) of (2, 4)",
                List.of(
                    Input.index(new float[] {0, 6, 3, 3, 0, 3, 5, 1}, 2, 4), Input.of(914, 7, 3)),
                x -> F.embedding(x[0], x[1]),
                x -> Tensor.of(Shape.of(2, 4, 3), i -> x[1].at((int) x[0].at(i[0], i[1]), i[2])))
            .sums(3),
        FunctionCase.of(
                "embedding with padding_idx 3",
                List.of(Input.index(new float[] {0, 6, 3, 3, 0, 3, 5, 1}, 8), Input.of(914, 7, 3)),
                x -> F.embedding(x[0], x[1], 3),
                x -> Tensor.of(Shape.of(8, 3), i -> x[1].at((int) x[0].at(i[0]), i[1])))
            .sums(3)
            .notSmooth(),
        FunctionCase.of(
                "embedding of what is not there",
                List.of(
                    Input.index(new float[] {-1, 7, 0.5f, Float.NaN, 6}, 5), Input.of(914, 7, 3)),
                x -> F.embedding(x[0], x[1]),
                x -> Tensor.of(Shape.of(5, 3), i -> i[0] == 4 ? x[1].at(6, i[1]) : Double.NaN))
            .notSmooth(),
        FunctionCase.of(
                "embedding twice of one weight",
                List.of(
                    Input.index(new float[] {0, 1, 1}, 3),
                    Input.index(new float[] {4, 1, 0}, 3),
                    Input.of(915, 5, 2)),
                x -> F.add(F.embedding(x[0], x[2]), F.embedding(x[1], x[2])),
                x ->
                    Tensor.of(
                        Shape.of(3, 2),
                        i ->
                            x[2].at((int) x[0].at(i[0]), i[1])
                                + x[2].at((int) x[1].at(i[0]), i[1])))
            .sums(6)
            .onTheJvm(),
        FunctionCase.of(
                "take along 1",
                List.of(Input.of(916, 2, 5, 3), Input.index(new float[] {4, 0, 0, 2}, 2, 2)),
                x -> F.take(x[0], 1, x[1]),
                x ->
                    Tensor.of(
                        Shape.of(2, 2, 2, 3), i -> x[0].at(i[0], (int) x[1].at(i[1], i[2]), i[3])))
            .sums(2),
        FunctionCase.of(
                "sort (3, 5, 4) along 1",
                new int[] {3, 5, 4},
                x -> F.sort(x, 1, false).values(),
                x -> Tensor.of(x.shape(), i -> middle(x, i).sorted().toArray()[i[1]]))
            .onTheJvm(),
        FunctionCase.of(
            "topk 2 of 7",
            new int[] {3, 7},
            x -> F.topk(x, 2, -1, true).values(),
            x ->
                Tensor.of(
                    Shape.of(3, 2),
                    i ->
                        IntStream.range(0, 7)
                            .mapToDouble(k -> -x.at(i[0], k))
                            .sorted()
                            .map(a -> -a)
                            .toArray()[i[1]])),
        FunctionCase.of(
            "topk 5 of (2, 50, 3) along 1, the smallest",
            new int[] {2, 50, 3},
            x -> F.topk(x, 5, 1, false).values(),
            x -> Tensor.of(Shape.of(2, 5, 3), i -> middle(x, i).sorted().toArray()[i[1]])),
        FunctionCase.of(
                "where the first two in order were, ties and NaN",
                List.of(Input.index(new float[] {2, Float.NaN, -1, 2, Float.NaN, -1, 0, 9}, 8)),
                x ->
                    F.stack(
                        0, F.topk(x[0], 2, 0, false).indices(), F.topk(x[0], 2, 0, true).indices()),
                x -> new Tensor(Shape.of(2, 2), new double[] {2, 5, 1, 4}))
            .notSmooth(),
        FunctionCase.of(
                "where sorted ones were, ties and NaN",
                List.of(Input.index(new float[] {2, Float.NaN, -1, 2, Float.NaN, -1, 0, 9}, 8)),
                x -> F.stack(0, F.sort(x[0], 0, false).indices(), F.sort(x[0], 0, true).indices()),
                x ->
                    new Tensor(
                        Shape.of(2, 8),
                        new double[] {2, 5, 6, 0, 3, 7, 1, 4, 1, 4, 7, 0, 3, 6, 2, 5}))
            .notSmooth(),
        FunctionCase.of(
                "one_hot of 3",
                List.of(Input.of(917, 1), Input.index(new float[] {2, 0, 3, -1}, 4)),
                x -> F.mul(F.oneHot(x[1], 3), x[0]),
                x -> Tensor.of(Shape.of(4, 3), i -> i[1] == x[1].at(i[0]) ? x[0].at(0) : 0))
            .sums(3)
            .onTheJvm());
  }

  /** The numbers along the second of three axes. */
  private static DoubleStream middle(Tensor x, int... at) {
    return IntStream.range(0, x.dim(1)).mapToDouble(k -> x.at(at[0], k, at[2]));
  }
}
