package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tornadonn.conformance.FunctionCase.Input;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.op.F;
import org.tornadonn.op.loss.Reduction;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Connectionist temporal classification, whose definition is a sum over all paths, one by one. */
final class CtcCases {

  private CtcCases() {}

  static List<FunctionCase> all() {
    return List.of(
        of(
            0,
            Reduction.NONE,
            false,
            5,
            3,
            new float[][] {{1, 2}, {1, 1}, {2, 0}},
            5,
            4,
            3,
            2,
            2,
            1),
        of(2, Reduction.MEAN, false, 4, 3, new float[][] {{1, 0, 1}, {0, 0, 0}}, 4, 3, 2, 0)
            .onTheJvm(),
        of(1, Reduction.SUM, false, 6, 2, new float[][] {{0, 0, 0}, {0, 9, -1}}, 5, 6, 3, 1)
            .onTheJvm(),
        of(0, Reduction.NONE, false, 1, 7, new float[][] {{3}, {6}}, 1, 0, 1, 0).onTheJvm(),
        of(0, Reduction.NONE, true, 4, 3, new float[][] {{1, 1}, {1, 2}}, 2, 4, 2, 2),
        of(0, Reduction.NONE, false, 4, 3, new float[][] {{1, 1}, {1, 2}}, 2, 4, 2, 2).notSmooth(),
        notNormalized());
  }

  /** Of logits. */
  private static FunctionCase of(
      int blank,
      Reduction reduction,
      boolean zeroInfinity,
      int frames,
      int classes,
      float[][] targets,
      float... lengths) {
    int n = targets.length;
    var name =
        "ctc blank %d, %s%s, %d frames of %d classes, %d samples"
            .formatted(blank, reduction, zeroInfinity ? ", ∞ to 0" : "", frames, classes, n);
    return of(
        name,
        x -> F.logSoftmax(x, 2),
        blank,
        reduction,
        zeroInfinity,
        Input.of(917, frames, n, classes),
        targets,
        lengths);
  }

  /** The gradient is the derivative, whatever stands before it. */
  private static FunctionCase notNormalized() {
    float[][] targets = {{1, 2}, {2, 2}};
    return of(
        "ctc of what is not normalized",
        x -> F.mul(x, 3),
        0,
        Reduction.NONE,
        false,
        Input.of(918, 4, 2, 3),
        targets,
        4,
        3,
        2,
        2);
  }

  private static FunctionCase of(
      String name,
      Function<Value, Value> before,
      int blank,
      Reduction reduction,
      boolean zeroInfinity,
      Input x,
      float[][] targets,
      float... lengths) {
    int n = targets.length;
    int longest = targets[0].length;
    var flat = new float[n * longest];
    var frames = new float[n];
    var labels = new float[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(targets[i], 0, flat, i * longest, longest);
      frames[i] = lengths[i];
      labels[i] = lengths[n + i];
    }
    boolean isLogits = name.startsWith("ctc blank");
    return FunctionCase.of(
            name,
            List.of(
                x, Input.index(flat, n, longest), Input.index(frames, n), Input.index(labels, n)),
            in ->
                F.ctcLoss(before.apply(in[0]), in[1], in[2], in[3], blank, reduction, zeroInfinity),
            in -> {
              var p = isLogits ? normalized(in[0]) : scaled(in[0]);
              var losses = new double[n];
              for (int i = 0; i < n; i++) {
                var target = new ArrayList<Integer>();
                for (int k = 0; k < (int) labels[i]; k++) {
                  target.add((int) targets[i][k]);
                }
                double loss = -Math.log(paths(p, i, 0, (int) frames[i], -1, blank, target));
                losses[i] = zeroInfinity && Double.isInfinite(loss) ? 0 : loss;
              }
              return reduced(reduction, losses, labels);
            })
        .sums(3 * x.shape().dim(0));
  }

  private static Tensor reduced(Reduction reduction, double[] losses, float... labels) {
    if (reduction == Reduction.NONE) {
      return new Tensor(Shape.of(losses.length), losses);
    }
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      sum += reduction == Reduction.SUM ? losses[i] : losses[i] / Math.max(1, labels[i]);
    }
    return new Tensor(
        Shape.of(), new double[] {reduction == Reduction.SUM ? sum : sum / losses.length});
  }

  /** The probability of all paths from frame t on that become the rest of a target. */
  private static double paths(
      Tensor p, int sample, int t, int frames, int before, int blank, List<Integer> rest) {
    if (t == frames) {
      return rest.isEmpty() ? 1 : 0;
    }
    double sum = 0;
    for (int c = 0; c < p.dim(2); c++) {
      double here = Math.exp(p.at(t, sample, c));
      if (c == blank || c == before) {
        sum += here * paths(p, sample, t + 1, frames, c, blank, rest);
      } else if (!rest.isEmpty() && rest.getFirst() == c) {
        sum += here * paths(p, sample, t + 1, frames, c, blank, rest.subList(1, rest.size()));
      }
    }
    return sum;
  }

  private static Tensor scaled(Tensor x) {
    return Tensor.of(x.shape(), i -> 3 * x.at(i));
  }

  private static Tensor normalized(Tensor x) {
    return Tensor.of(
        x.shape(),
        i -> {
          double sum = 0;
          for (int c = 0; c < x.dim(2); c++) {
            sum += Math.exp(x.at(i[0], i[1], c));
          }
          return x.at(i) - Math.log(sum);
        });
  }
}
