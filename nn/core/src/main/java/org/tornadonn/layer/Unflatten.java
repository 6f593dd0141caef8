package org.tornadonn.layer;

import java.util.List;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * One axis as several; copies nothing.
 *
 * @param dim the axis: 0 is the batch
 * @param unflattenedSize what it becomes; one of them may be −1, which is then what the others
 *     leave
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Unflatten.html">PyTorch</a>
 */
public record Unflatten(int dim, List<Integer> unflattenedSize) implements Layer {

  /** Keeps the sizes. */
  public Unflatten {
    unflattenedSize = List.copyOf(unflattenedSize);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return F.unflatten(x, dim, unflattenedSize.stream().mapToInt(size -> size).toArray());
  }
}
