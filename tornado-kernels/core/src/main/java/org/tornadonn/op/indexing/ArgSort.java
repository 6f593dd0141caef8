package org.tornadonn.op.indexing;

import java.util.List;
import org.tornadonn.op.arithmetic.Rows;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * Where along an axis the first, the second, … number in order lies, for so many of them: equal
 * ones in the order in which they stand, NaN as the largest. Whole numbers, exact up to 2²⁴; no
 * gradient.
 *
 * <p>Each element counts those that go before it, which takes the square of the length: for axes of
 * some thousand elements at most.
 *
 * @param axis counted from 0
 * @param descending whether the largest is the first
 * @param count how many; all for a whole order
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.argsort.html">PyTorch</a>
 */
public record ArgSort(int axis, boolean descending, int count) implements Operation {

  @Override
  public String name() {
    return "argsort";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    int[] dims = inputs.getFirst().toArray();
    if (count < 1 || count > dims[axis]) {
      throw new ShapeException(
          "Axis %d of %s has %d numbers to put in order: take 1 to %d of them, but not %d."
              .formatted(axis, inputs.getFirst(), dims[axis], dims[axis], count));
    }
    dims[axis] = count;
    return Shape.of(dims);
  }

  @Override
  public boolean passesGradient() {
    return false;
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    var rows = Rows.along(axis, x.shape());
    var rank = pass.scratch("rank", x.shape());
    pass.call("rank")
        .reads(x)
        .writes(rank)
        .flops((long) x.size() * rows.length())
        .sums(0)
        .bind(
            m ->
                new RankInRow(
                    m.of(x),
                    x.offset(),
                    m.of(rank),
                    descending ? 1 : 0,
                    count,
                    rows.length(),
                    rows.step(),
                    x.size()));
    pass.call("forward")
        .reads(rank)
        .writes(y)
        .flops((long) y.size() * rows.length())
        .sums(0)
        .bind(m -> new AtRank(m.of(rank), m.of(y), count, rows.length(), rows.step(), y.size()));
  }

  @Override
  public void backward(Backward pass) {}

  /** How many elements of its row go before each one, up to a count; one index is one element. */
  public record RankInRow(
      float[] x, int xAt, float[] rank, int descending, int count, int length, int inner, int size)
      implements Kernel {

    private static int at(
        float[] x, int xAt, int descending, int count, int length, int inner, int i) {
      int first = xAt + i / (inner * length) * length * inner + i % inner;
      int own = i / inner % length;
      float number = x[xAt + i];
      int isNaN = Float.isNaN(number) ? 1 : 0;
      int rank = 0;
      for (int k = 0; k < length; k++) {
        float other = x[first + k * inner];
        int isOtherNaN = Float.isNaN(other) ? 1 : 0;
        int areNumbers = (1 - isNaN) * (1 - isOtherNaN);
        int below = areNumbers * (other < number ? 1 : 0) + isNaN * (1 - isOtherNaN);
        int above = areNumbers * (other > number ? 1 : 0) + isOtherNaN * (1 - isNaN);
        int isEarlier = k < own ? 1 : 0;
        rank += below + descending * (above - below) + (1 - below - above) * isEarlier;
      }
      return Math.min(rank, count);
    }

    static void loop(
        float[] x,
        int xAt,
        float[] rank,
        int descending,
        int count,
        int length,
        int inner,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        rank[i] = at(x, xAt, descending, count, length, inner, i);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        rank[i] = at(x, xAt, descending, count, length, inner, i);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, RankInRow::loop, x, xAt, rank, descending, count, length, inner, size);
    }
  }

  /** Where in its row the element of each rank stands; one index is one rank of one row. */
  public record AtRank(float[] rank, float[] y, int count, int length, int inner, int size)
      implements Kernel {

    private static int at(float[] rank, int count, int length, int inner, int i) {
      int first = i / (inner * count) * length * inner + i % inner;
      int wanted = i / inner % count;
      int found = 0;
      for (int k = 0; k < length; k++) {
        found = rank[first + k * inner] == wanted ? k : found;
      }
      return found;
    }

    static void loop(float[] rank, float[] y, int count, int length, int inner, int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] = at(rank, count, length, inner, i);
      }
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = at(rank, count, length, inner, i);
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, AtRank::loop, rank, y, count, length, inner, size);
    }
  }
}
