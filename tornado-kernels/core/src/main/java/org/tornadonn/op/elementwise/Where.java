package org.tornadonn.op.elementwise;

import java.util.List;
import org.tornadonn.op.arithmetic.Expand;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * a where the condition is not 0, else b, element by element, with broadcasting. Each gets the
 * gradient of the elements that come from it; the condition gets none.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.where.html">PyTorch</a>
 */
public record Where() implements Composed {

  /** Records the choice; an operand that no kernel can repeat is expanded first. */
  public static Value of(Value condition, Value a, Value b) {
    var y = Broadcast.of("where", List.of(condition.shape(), a.shape(), b.shape()));
    return condition
        .tape()
        .apply(new Where(), Broadcast.fit(condition, y), Broadcast.fit(a, y), Broadcast.fit(b, y));
  }

  @Override
  public String name() {
    return "where";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Broadcast.of("where", inputs);
  }

  @Override
  public void forward(Forward pass) {
    var condition = pass.in(0);
    var a = pass.in(1);
    var b = pass.in(2);
    var y = pass.out();
    pass.call("forward")
        .reads(condition, a, b)
        .writes(y)
        .sums(0)
        .bind(
            m ->
                new Map(
                    Operand.of(m.of(condition), condition, y.shape()),
                    Operand.of(m.of(a), a, y.shape()),
                    Operand.of(m.of(b), b, y.shape()),
                    m.of(y),
                    y.size()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    var zero = Binary.number(g.dy(), 0);
    var shape = g.in(input).shape();
    return switch (input) {
      case 0 -> Expand.of(zero, shape);
      case 1 -> Sum.to(shape, of(g.in(0), g.dy(), zero));
      default -> Sum.to(shape, of(g.in(0), zero, g.dy()));
    };
  }

  /** The kernel. */
  public record Map(Operand condition, Operand a, Operand b, float[] y, int size)
      implements Kernel {

    private static float at(float condition, float a, float b) {
      return condition == 0 ? b : a;
    }

    private static void strip(
        float[] condition,
        int conditionAt,
        float[] a,
        int aAt,
        float[] b,
        int bAt,
        float[] y,
        int from,
        int n) {
      for (int i = 0; i < n; i++) {
        y[from + i] = at(condition[conditionAt + i], a[aAt + i], b[bAt + i]);
      }
    }

    static void loop(
        float[] condition,
        int conditionAt,
        int conditionInner,
        int conditionCount,
        float[] a,
        int aAt,
        int aInner,
        int aCount,
        float[] b,
        int bAt,
        int bInner,
        int bCount,
        float[] y,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        y[i] =
            at(
                condition[conditionAt + i / conditionInner % conditionCount],
                a[aAt + i / aInner % aCount],
                b[bAt + i / bInner % bCount]);
      }
    }

    @Override
    public void run(int from, int to) {
      Strips.run(condition, a, b, y, size, from, to, Map::strip);
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(
          id,
          Map::loop,
          condition.array(),
          condition.at(),
          condition.inner(),
          condition.count(),
          a.array(),
          a.at(),
          a.inner(),
          a.count(),
          b.array(),
          b.at(),
          b.inner(),
          b.count(),
          y,
          size);
    }
  }
}
