package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * {@code x / (k + alpha / size · Σ x²)ᵝ}, with the sum over the channels around each; {@code (n, c,
 * …)} keeps its shape.
 *
 * @param size over how many channels is summed, half of them in front of each
 * @param alpha the weight of the sum; default 1e-4
 * @param beta the exponent; default 0.75
 * @param k what is added to the sum; default 1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html">PyTorch</a>
 */
public record LocalResponseNorm(int size, float alpha, float beta, float k) implements Layer {

  /** Checks the size. */
  public LocalResponseNorm {
    if (size < 1) {
      throw new ShapeException(
          "LocalResponseNorm needs a size of at least 1, but gets %d.".formatted(size));
    }
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return F.localResponseNorm(x, size, alpha, beta, k);
  }
}
