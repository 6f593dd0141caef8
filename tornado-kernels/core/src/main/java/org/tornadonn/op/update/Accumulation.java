package org.tornadonn.op.update;

import java.util.List;
import org.tornadonn.op.arithmetic.GradientSum;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Terms;

/**
 * The call that adds up the gradients of the micro-batches of a step, each with its share of the
 * step's samples: what the gradients hold after the last one is the mean over all samples, also
 * where the last one is smaller.
 *
 * @param gradients of one micro-batch, which the sum so far replaces
 * @param sum the sum so far
 * @param control what {@link #control} makes
 */
public record Accumulation(Slice gradients, Slice sum, Slice control) {

  /** The accumulation into a sum of its own. */
  public static Accumulation of(Slice gradients) {
    return new Accumulation(
        gradients,
        new Buffer("gradient sum", gradients.buffer().shape(), Role.GRADIENT).whole(),
        new Buffer("accumulation control", Shape.of(2), Role.CONTROL).whole());
  }

  /**
   * What the call needs to know of a micro-batch.
   *
   * @param first whether it is the first of its step
   * @param samples how many are in it, or what they weigh
   * @param all how many are in the step, or what they weigh
   */
  public static float[] control(boolean first, double samples, double all) {
    return new float[] {first ? 0 : 1, (float) (samples / all)};
  }

  /** Describes the call. */
  public KernelCall call() {
    return new KernelCall(
        "",
        "gradients",
        "accumulate",
        List.of(control),
        List.of(),
        List.of(sum, gradients),
        false,
        2L * sum.size(),
        new Terms(2, List.of()),
        m -> new GradientSum(m.of(control), m.of(sum), m.of(gradients), sum.size()));
  }
}
