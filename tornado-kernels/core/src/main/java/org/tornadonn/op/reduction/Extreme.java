package org.tornadonn.op.reduction;

import java.util.List;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Div;
import org.tornadonn.op.elementwise.Eq;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.plan.Composed;
import org.tornadonn.plan.Composition;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.annotations.Parallel;

/**
 * The largest or the smallest number over neighbouring axes, which become 1; NaN if one is NaN. The
 * gradient is shared evenly by those that are equal to it.
 *
 * @param first the first axis, counted from 0
 * @param axes how many are
 * @param sign 1 for the largest, −1 for the smallest
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.amax.html">PyTorch</a>
 */
public record Extreme(int first, int axes, int sign) implements Composed {

  /** As many independent results as keep a device busy. */
  private static final int ENOUGH = 1 << 16;

  /**
   * Records the largest (or smallest) numbers of x over some axes, which become 1.
   *
   * @param sorted the axes, counted from 0, in rising order
   */
  public static Value over(Value x, int sign, int... sorted) {
    var y = x;
    for (int at = sorted.length - 1; at >= 0; at--) {
      int last = sorted[at];
      while (at > 0 && sorted[at - 1] == sorted[at] - 1) {
        at--;
      }
      y = y.tape().apply(new Extreme(sorted[at], last - sorted[at] + 1, sign), y);
    }
    return y;
  }

  @Override
  public String name() {
    return sign > 0 ? "amax" : "amin";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return new Sum(first, axes).outputShape(inputs);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var y = pass.out();
    int inner = 1;
    for (int axis = first + axes; axis < x.shape().rank(); axis++) {
      inner *= x.shape().dim(axis);
    }
    int terms = x.size() / y.size();
    int root = (int) Math.ceil(Math.sqrt(terms));
    int wanted = terms < 512 ? 1 : Math.clamp(ENOUGH / y.size(), 1, root);
    int parts = Math.ceilDiv(terms, Math.ceilDiv(terms, wanted));
    if (parts == 1) {
      call(pass, "forward", x, y, terms, 1, inner);
    } else {
      var partial = pass.scratch("parts", Shape.of(y.size() / inner, parts, inner));
      call(pass, "parts", x, partial, terms, parts, inner);
      call(pass, "forward", partial, y, parts, 1, inner);
    }
  }

  private void call(Forward pass, String step, Slice x, Slice y, int terms, int parts, int inner) {
    int perPart = Math.ceilDiv(terms, parts);
    pass.call(step)
        .reads(x)
        .writes(y)
        .sums(0)
        .bind(
            m ->
                new RowExtreme(
                    m.of(x), x.offset(), m.of(y), sign, terms, parts, perPart, inner, y.size()));
  }

  @Override
  public Value gradient(int input, Composition g) {
    var equal = Binary.of(new Eq(), g.in(0), g.out());
    var count = g.apply(new Sum(first, axes), equal);
    return Binary.of(new Mul(), equal, Binary.of(new Div(), g.dy(), count));
  }

  /**
   * {@code y[o, p, i] = max(k) x[o, k, i]} over the elements k of part p; one index is one element
   * of y.
   */
  public record RowExtreme(
      float[] x,
      int xAt,
      float[] y,
      int sign,
      int terms,
      int parts,
      int perPart,
      int inner,
      int size)
      implements Kernel {

    private static float larger(float best, float value) {
      return value > best || Float.isNaN(value) ? value : best;
    }

    private static int start(int xAt, int terms, int parts, int perPart, int inner, int i) {
      int part = i / inner % parts;
      int o = i / inner / parts;
      return xAt + (o * terms + part * perPart) * inner + i % inner;
    }

    private static int length(int terms, int parts, int perPart, int inner, int i) {
      return Math.min(perPart, terms - i / inner % parts * perPart);
    }

    static void loop(
        float[] x,
        int xAt,
        float[] y,
        int sign,
        int terms,
        int parts,
        int perPart,
        int inner,
        int size) {
      for (@Parallel int i = 0; i < size; i++) {
        int from = start(xAt, terms, parts, perPart, inner, i);
        int n = length(terms, parts, perPart, inner, i);
        float best = sign * x[from];
        for (int k = 1; k < n; k++) {
          best = larger(best, sign * x[from + k * inner]);
        }
        y[i] = sign * best;
      }
    }

    @Override
    public void run(int from, int to) {
      int i = from;
      while (i < to) {
        int first = start(xAt, terms, parts, perPart, inner, i);
        int n = length(terms, parts, perPart, inner, i);
        int run = Math.min(to - i, inner - i % inner);
        if (run == 1) {
          y[i] = along(first, n);
        } else {
          across(first, n, i, run);
        }
        i += run;
      }
    }

    /** One result: four of its elements at a time, so that they need not wait for each other. */
    private float along(int first, int n) {
      float a = sign * x[first];
      float b = a;
      float c = a;
      float d = a;
      int k = 0;
      for (; k <= n - 4; k += 4) {
        int at = first + k * inner;
        a = Math.max(a, sign * x[at]);
        b = Math.max(b, sign * x[at + inner]);
        c = Math.max(c, sign * x[at + 2 * inner]);
        d = Math.max(d, sign * x[at + 3 * inner]);
      }
      for (; k < n; k++) {
        a = Math.max(a, sign * x[first + k * inner]);
      }
      return sign * Math.max(Math.max(a, b), Math.max(c, d));
    }

    /** Neighbouring results, element by element. */
    private void across(int first, int n, int at, int run) {
      for (int j = 0; j < run; j++) {
        y[at + j] = sign * x[first + j];
      }
      for (int k = 1; k < n; k++) {
        int row = first + k * inner;
        for (int j = 0; j < run; j++) {
          y[at + j] = Math.max(y[at + j], sign * x[row + j]);
        }
      }
      for (int j = 0; j < run; j++) {
        y[at + j] *= sign;
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      graph.task(id, RowExtreme::loop, x, xAt, y, sign, terms, parts, perPart, inner, size);
    }
  }
}
