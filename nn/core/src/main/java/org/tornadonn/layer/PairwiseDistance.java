package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.ShapeException;

/**
 * How far two values are from each other along the last axis: the norm of {@code a − b + eps}. A
 * block of two values, for steps of a {@link Network} and for {@link Scope#call(String, Block,
 * Values)}.
 *
 * @param p 1 for sums of absolute values, 2 for roots of sums of squares; default 2
 * @param eps what is added to each difference; default 1e-6
 * @param keepdim whether the axis stays, with size 1; default false
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.PairwiseDistance.html">PyTorch</a>
 */
public record PairwiseDistance(int p, float eps, boolean keepdim) implements Block {

  /** Checks p. */
  public PairwiseDistance {
    if (p != 1 && p != 2) {
      throw new ShapeException(
          "PairwiseDistance is there for p = 1 and 2, but not %d.".formatted(p));
    }
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var both = in.exactly(2, "PairwiseDistance");
    return Values.of(
        Signature.OUTPUT, F.pairwiseDistance(both.get(0), both.get(1), p, eps, keepdim));
  }
}
