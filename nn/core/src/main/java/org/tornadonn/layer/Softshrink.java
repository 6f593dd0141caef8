package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * {@code x}, brought nearer to 0 by {@code lambd}, but not past it; element by element, of any
 * shape.
 *
 * @param lambd by how much, from 0 up; default 0.5
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Softshrink.html">PyTorch</a>
 */
public record Softshrink(float lambd) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    return F.softshrink(x, lambd);
  }
}
