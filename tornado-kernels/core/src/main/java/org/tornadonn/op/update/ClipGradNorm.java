package org.tornadonn.op.update;

import java.util.List;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Terms;

/**
 * The calls that clip gradients by the norm of all of them together: where it is above the limit,
 * all are multiplied by {@code maxNorm / (norm + 1e-6)}. Gradients of 0, such as those of frozen
 * parameters, count nothing. An infinite norm makes finite gradients 0 and infinite ones NaN; a NaN
 * makes all of them NaN: as in PyTorch with {@code error_if_nonfinite=False}.
 *
 * @param maxNorm the largest norm, above 0
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html">PyTorch</a>
 */
public record ClipGradNorm(float maxNorm) {

  private static final String NAME = "clip_grad_norm";

  /** Sums of the second stage, and the most parts of each: 16,384 stretches in the first. */
  private static final int WIDTH = 128;

  /** As many elements are worth a stretch of their own. */
  private static final int STRETCH = 64;

  /** What the calls tell: {@code [norm before clipping, factor]}. */
  public static Buffer norm() {
    return new Buffer("gradient norm", Shape.of(2), Role.OUTPUT);
  }

  /**
   * Describes the calls; how the sum is cut depends on the number of gradients only.
   *
   * @param gradients all of an array, clipped in place
   * @param norm all of {@link #norm}
   */
  public List<KernelCall> calls(Slice gradients, Slice norm) {
    int length = gradients.size();
    int parts = Math.clamp(Math.ceilDiv(length, WIDTH * STRETCH), 1, WIDTH);
    int stretch = Math.ceilDiv(length, parts * WIDTH);
    var partial = new Buffer("squares", Shape.of(parts, WIDTH), Role.ACTIVATION).whole();
    var squares = new Buffer("sums of squares", Shape.of(WIDTH), Role.ACTIVATION).whole();
    return List.of(
        new KernelCall(
            "",
            NAME,
            "squares",
            List.of(gradients),
            List.of(partial),
            List.of(),
            false,
            2L * length,
            new Terms(stretch, List.of(gradients, gradients)),
            m -> new SquareSums(m.of(gradients), m.of(partial), stretch, length, partial.size())),
        new KernelCall(
            "",
            NAME,
            "sum",
            List.of(partial),
            List.of(squares),
            List.of(),
            false,
            partial.size(),
            new Terms(parts, List.of(partial)),
            m -> new PartialSum(m.of(partial), m.of(squares), 0, 0, parts, WIDTH)),
        new KernelCall(
            "",
            NAME,
            "factor",
            List.of(squares),
            List.of(norm),
            List.of(),
            false,
            WIDTH,
            new Terms(WIDTH, List.of()),
            m -> new ClipFactor(m.of(squares), m.of(norm), maxNorm, WIDTH, 1)),
        new KernelCall(
            "",
            NAME,
            "scale",
            List.of(norm),
            List.of(),
            List.of(gradients),
            false,
            length,
            new Terms(1, List.of()),
            m -> new ClipScale(m.of(norm), m.of(gradients), length)));
  }
}
