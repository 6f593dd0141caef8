package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.conformance.FunctionCase.Input;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.op.shape.Padding;
import org.tornadonn.plan.Shape;

/** Other orders, parts, and values next to others. */
final class ShapeCases {

  private ShapeCases() {}

  static List<FunctionCase> all() {
    return List.of(
        FunctionCase.of(
            "permute (2, 3, 5, 7) to 0, 2, 3, 1",
            dims(2, 3, 5, 7),
            x -> F.permute(x, 0, 2, 3, 1),
            x -> Tensor.of(Shape.of(2, 5, 7, 3), i -> x.at(i[0], i[3], i[1], i[2]))),
        FunctionCase.of(
                "permute (2, 5, 7, 3) to 0, 3, 1, 2",
                dims(2, 5, 7, 3),
                x -> F.permute(x, 0, 3, 1, 2),
                x -> Tensor.of(Shape.of(2, 3, 5, 7), i -> x.at(i[0], i[2], i[3], i[1])))
            .onTheJvm(),
        FunctionCase.of(
                "transpose (2, 37, 41)",
                dims(2, 37, 41),
                x -> F.transpose(x, 1, -1),
                x -> Tensor.of(Shape.of(2, 41, 37), i -> x.at(i[0], i[2], i[1])))
            .onTheJvm(),
        FunctionCase.of(
            "permute six axes",
            dims(2, 3, 2, 3, 2, 3),
            x -> F.permute(x, 5, 3, 1, 4, 2, 0),
            x ->
                Tensor.of(
                    Shape.of(3, 3, 3, 2, 2, 2), i -> x.at(i[5], i[2], i[4], i[1], i[3], i[0]))),
        FunctionCase.of(
                "permute axes of size 1",
                dims(1, 5, 1, 3),
                x -> F.neg(F.permute(x, 1, 0, 3, 2)),
                x -> Tensor.of(Shape.of(5, 1, 3, 1), i -> -x.at(0, i[0], 0, i[2])))
            .onTheJvm(),
        FunctionCase.of(
                "movedim (2, 3, 5, 7)",
                dims(2, 3, 5, 7),
                x -> F.movedim(x, 1, -1),
                x -> Tensor.of(Shape.of(2, 5, 7, 3), i -> x.at(i[0], i[3], i[1], i[2])))
            .onTheJvm(),
        FunctionCase.of(
            "slice 1:7:2 of 7",
            dims(3, 7, 4),
            x -> F.slice(x, 1, 1, 7, 2),
            x -> Tensor.of(Shape.of(3, 3, 4), i -> x.at(i[0], 1 + 2 * i[1], i[2]))),
        FunctionCase.of(
            "slice backwards by 3",
            dims(4, 11),
            x -> F.slice(x, 1, -2, -Integer.MAX_VALUE, -3),
            x -> Tensor.of(Shape.of(4, 4), i -> x.at(i[0], 9 - 3 * i[1]))),
        FunctionCase.of(
                "slice of the first axis",
                dims(5, 3),
                x -> F.slice(x, 0, -4, 100),
                x -> Tensor.of(Shape.of(4, 3), i -> x.at(i[0] + 1, i[1])))
            .onTheJvm(),
        FunctionCase.of(
                "select -2 of 5",
                dims(3, 5, 2),
                x -> F.select(x, 1, -2),
                x -> Tensor.of(Shape.of(3, 2), i -> x.at(i[0], 3, i[1])))
            .onTheJvm(),
        FunctionCase.of(
            "flip (3, 5, 4) along 1, 2",
            dims(3, 5, 4),
            x -> F.flip(x, 1, 2),
            x -> Tensor.of(Shape.of(3, 5, 4), i -> x.at(i[0], 4 - i[1], 3 - i[2]))),
        FunctionCase.of(
            "cat of 2, 1, 4",
            List.of(Input.of(902, 3, 2, 5), Input.of(903, 3, 1, 5), Input.of(904, 3, 4, 5)),
            x -> F.cat(1, x),
            x ->
                Tensor.of(
                    Shape.of(3, 7, 5),
                    i ->
                        i[1] < 2
                            ? x[0].at(i)
                            : i[1] == 2 ? x[1].at(i[0], 0, i[2]) : x[2].at(i[0], i[1] - 3, i[2]))),
        FunctionCase.of(
                "cat of one value twice",
                dims(3, 5),
                x -> F.cat(-1, x, x),
                x -> Tensor.of(Shape.of(3, 10), i -> x.at(i[0], i[1] % 5)))
            .sums(2)
            .onTheJvm(),
        FunctionCase.of(
                "stack of three",
                List.of(Input.of(905, 3, 2), Input.of(906, 3, 2), Input.of(907, 3, 2)),
                x -> F.stack(-1, x),
                x -> Tensor.of(Shape.of(3, 2, 3), i -> x[i[2]].at(i[0], i[1])))
            .onTheJvm(),
        FunctionCase.of(
                "split, the pieces in turn",
                dims(2, 8),
                x -> F.cat(1, F.split(x, 3, 1).get(2), F.chunk(x, 3, 1).getFirst()),
                x -> Tensor.of(Shape.of(2, 5), i -> x.at(i[0], (i[1] + 6) % 8)))
            .onTheJvm(),
        FunctionCase.of(
                "unbind",
                dims(3, 4),
                x -> F.sub(F.unbind(x, 0).get(2), F.unbind(x, 0).getFirst()),
                x -> Tensor.of(Shape.of(4), i -> x.at(2, i[0]) - x.at(0, i[0])))
            .sums(2)
            .onTheJvm(),
        FunctionCase.of(
            "pad by 1, 2, 3, 0 with 0.5",
            dims(2, 3, 4),
            x -> F.pad(x, new int[] {1, 2, 3, 0}, 0.5f),
            x ->
                Tensor.of(
                    Shape.of(2, 6, 7),
                    i -> i[1] < 3 || i[2] < 1 || i[2] > 4 ? 0.5 : x.at(i[0], i[1] - 3, i[2] - 1))),
        FunctionCase.of(
                "pad by -1, 2",
                dims(3, 5),
                x -> F.pad(x, -1, 2),
                x -> Tensor.of(Shape.of(3, 6), i -> i[1] < 4 ? x.at(i[0], i[1] + 1) : 0))
            .onTheJvm(),
        FunctionCase.of(
                "pad with -inf",
                dims(3, 5),
                x -> F.pad(x, new int[] {0, 1}, Float.NEGATIVE_INFINITY),
                x -> Tensor.of(Shape.of(3, 6), i -> i[1] < 5 ? x.at(i) : Double.NEGATIVE_INFINITY))
            .notSmooth(),
        padded(Padding.REFLECT),
        padded(Padding.REPLICATE),
        padded(Padding.CIRCULAR),
        FunctionCase.of(
                "roll by 2",
                dims(2, 5, 3),
                x -> F.roll(x, 2, 1),
                x -> Tensor.of(Shape.of(2, 5, 3), i -> x.at(i[0], (i[1] + 3) % 5, i[2])))
            .onTheJvm(),
        FunctionCase.of(
                "tile (2, 3) by 2, 1, 3",
                dims(2, 3),
                x -> F.tile(x, 2, 1, 3),
                x -> Tensor.of(Shape.of(2, 2, 9), i -> x.at(i[1], i[2] % 3)))
            .sums(6)
            .onTheJvm(),
        FunctionCase.of(
                "repeat_interleave by 3",
                dims(2, 3, 2),
                x -> F.repeatInterleave(x, 3, 1),
                x -> Tensor.of(Shape.of(2, 9, 2), i -> x.at(i[0], i[1] / 3, i[2])))
            .sums(3)
            .onTheJvm(),
        FunctionCase.of(
                "index_select 4, 0, 0, -2",
                dims(2, 5, 3),
                x -> F.indexSelect(x, 1, 4, 0, 0, -2),
                x ->
                    Tensor.of(
                        Shape.of(2, 4, 3), i -> x.at(i[0], new int[] {4, 0, 0, 3}[i[1]], i[2])))
            .sums(2),
        FunctionCase.of(
                "unflatten and flatten",
                dims(2, 6, 3),
                x -> F.neg(F.flatten(F.unflatten(x, 1, 2, -1), 2, -1)),
                x -> Tensor.of(Shape.of(2, 2, 9), i -> -x.at(i[0], 3 * i[1] + i[2] / 3, i[2] % 3)))
            .onTheJvm(),
        FunctionCase.of(
                "tril 1 of (2, 3, 4)",
                dims(2, 3, 4),
                x -> F.tril(x, 1),
                x -> Tensor.of(x.shape(), i -> i[2] - i[1] <= 1 ? x.at(i) : 0))
            .onTheJvm(),
        FunctionCase.of(
                "triu -1 of (4, 3)",
                dims(4, 3),
                x -> F.triu(x, -1),
                x -> Tensor.of(x.shape(), i -> i[1] - i[0] >= -1 ? x.at(i) : 0))
            .onTheJvm(),
        FunctionCase.of(
                "diagonal 1 of (2, 3, 5)",
                dims(2, 3, 5),
                x -> F.diagonal(x, 1),
                x -> Tensor.of(Shape.of(2, 3), i -> x.at(i[0], i[1], i[1] + 1)))
            .onTheJvm(),
        FunctionCase.of(
                "diagonal -1 of (3, 5)",
                dims(3, 5),
                x -> F.diagonal(x, -1),
                x -> Tensor.of(Shape.of(2), i -> x.at(i[0] + 1, i[0])))
            .onTheJvm(),
        FunctionCase.of(
            "pixel_shuffle 2 of (2, 12, 3, 2)",
            dims(2, 12, 3, 2),
            x -> F.pixelShuffle(x, 2),
            x ->
                Tensor.of(
                    Shape.of(2, 3, 6, 4),
                    i -> x.at(i[0], 4 * i[1] + 2 * (i[2] % 2) + i[3] % 2, i[2] / 2, i[3] / 2))),
        FunctionCase.of(
                "pixel_unshuffle 3 of (2, 2, 6, 3)",
                dims(2, 2, 6, 3),
                x -> F.pixelUnshuffle(x, 3),
                x ->
                    Tensor.of(
                        Shape.of(2, 18, 2, 1),
                        i -> x.at(i[0], i[1] / 9, 3 * i[2] + i[1] / 3 % 3, 3 * i[3] + i[1] % 3)))
            .onTheJvm(),
        FunctionCase.of(
                "channel_shuffle 3 of (2, 6, 2, 2)",
                dims(2, 6, 2, 2),
                x -> F.channelShuffle(x, 3),
                x -> Tensor.of(x.shape(), i -> x.at(i[0], i[1] % 3 * 2 + i[1] / 3, i[2], i[3])))
            .onTheJvm());
  }

  private static FunctionCase padded(Padding mode) {
    return FunctionCase.of(
            "pad " + mode,
            dims(2, 4, 5),
            x -> F.pad(x, new int[] {3, 2, 0, 3}, mode),
            x ->
                Tensor.of(
                    Shape.of(2, 7, 10),
                    i -> x.at(i[0], source(mode, i[1], 4), source(mode, i[2] - 3, 5))))
        .sums(9);
  }

  private static int source(Padding mode, int i, int n) {
    return switch (mode) {
      case REFLECT -> i < 0 ? -i : Math.min(i, 2 * n - 2 - i);
      case REPLICATE -> Math.min(Math.max(i, 0), n - 1);
      case CIRCULAR -> (i + n) % n;
    };
  }

  private static int[] dims(int... dims) {
    return dims;
  }
}
