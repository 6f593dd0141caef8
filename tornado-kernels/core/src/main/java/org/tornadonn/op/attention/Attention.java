package org.tornadonn.op.attention;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.linear.MatMul;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Scaled dot-product attention: {@code softmax(q · kᵀ · scale + mask) · v}.
 *
 * <p>q is {@code (…, l, e)}, k {@code (…, s, e)}, v {@code (…, s, d)} and the result {@code (…, l,
 * d)}; what is in front is broadcast. A row whose keys are all left out is NaN, as in PyTorch.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani and others, Attention is all you need</a>
 */
public final class Attention {

  private Attention() {}

  /** What PyTorch scales by: {@code 1 / √e}. */
  public static float scale(Value q) {
    return (float) (1 / Math.sqrt(q.shape().dim(-1)));
  }

  /**
   * Records the weights of the values, {@code (…, l, s)}: {@code softmax(q · kᵀ · scale + mask)}.
   *
   * @param mask is added, stretched to {@code (…, l, s)}: −∞ leaves a key out; or null
   * @param isCausal whether query i sees the keys up to i alone
   */
  public static Value weights(
      Value q, Value k, @Nullable Value mask, boolean isCausal, float scale) {
    if (q.shape().rank() < 2 || k.shape().rank() < 2) {
      throw new ShapeException(
          "Attention needs queries (…, l, e) and keys (…, s, e), but gets %s and %s."
              .formatted(q.shape(), k.shape()));
    }
    var scaled = Binary.of(new Mul(), q, Binary.number(q, scale));
    var scores = MatMul.of(scaled, k, false, true);
    if (mask != null) {
      scores = Binary.of(new Add(), scores, mask);
    }
    if (isCausal) {
      scores = Binary.of(new Add(), scores, causal(q, q.shape().dim(-2), k.shape().dim(-2)));
    }
    return scores.tape().apply(new Softmax(-1), scores);
  }

  /** Records the attention; parameters as above. */
  public static Value of(
      Value q, Value k, Value v, @Nullable Value mask, boolean isCausal, float scale) {
    return MatMul.of(weights(q, k, mask, isCausal, scale), v);
  }

  /** −∞ above the diagonal, else 0. */
  private static Value causal(Value beside, int queries, int keys) {
    var numbers = new float[queries * keys];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i % keys > i / keys ? Float.NEGATIVE_INFINITY : 0;
    }
    return beside.tape().constant("causal mask", Shape.of(queries, keys), numbers);
  }
}
