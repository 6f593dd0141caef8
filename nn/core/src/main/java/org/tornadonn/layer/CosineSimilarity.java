package org.tornadonn.layer;

import org.tornadonn.op.F;

/**
 * The cosine of the angle between two values along an axis, which the result does not have. A block
 * of two values, for steps of a {@link Network} and for {@link Scope#call(String, Block, Values)}.
 *
 * @param dim the axis, counted from 0, the batch; default 1
 * @param eps the least length that divides; default 1e-8
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html">PyTorch</a>
 */
public record CosineSimilarity(int dim, float eps) implements Block {

  @Override
  public Values forward(Scope scope, Values in) {
    var both = in.exactly(2, "CosineSimilarity");
    return Values.of(Signature.OUTPUT, F.cosineSimilarity(both.get(0), both.get(1), dim, eps));
  }
}
