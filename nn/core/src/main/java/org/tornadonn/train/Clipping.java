package org.tornadonn.train;

import java.io.Serializable;
import java.util.List;
import org.tornadonn.op.update.ClipGradNorm;
import org.tornadonn.op.update.ClipGradValue;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Slice;

/**
 * What happens to gradients that are too large, between the backward pass and the optimizer. Frozen
 * parameters have none and count nothing.
 */
public sealed interface Clipping extends Serializable {

  /**
   * Describes the calls that clip, in place; those by norm write it.
   *
   * @param gradients those of all parameters, clipped in place
   * @param norm where {@link ClipGradNorm} tells the norm
   * @return the calls in their order; none for {@link #none}
   */
  List<KernelCall> calls(Slice gradients, Slice norm);

  /**
   * Gradients stay as they are.
   *
   * @return no clipping, the default of {@link StepOptions}
   */
  static Clipping none() {
    return new None();
  }

  /**
   * Shrinks all gradients together where their norm is larger, as PyTorch's {@code
   * clip_grad_norm_}; infinite and NaN norms too are treated as there.
   *
   * @param maxNorm the largest Euclidean norm of all gradients as one vector, above 0
   * @return the clipping
   * @throws IllegalArgumentException if it is not
   */
  static Clipping norm(float maxNorm) {
    return new Norm(maxNorm);
  }

  /**
   * Cuts each gradient by itself, as PyTorch's {@code clip_grad_value_}.
   *
   * @param clipValue the largest absolute value of a gradient, above 0
   * @return the clipping
   * @throws IllegalArgumentException if it is not
   */
  static Clipping value(float clipValue) {
    return new Value(clipValue);
  }

  /** {@link #none}. */
  record None() implements Clipping {

    @Override
    public List<KernelCall> calls(Slice gradients, Slice norm) {
      return List.of();
    }
  }

  /**
   * {@link #norm}.
   *
   * @param maxNorm the largest Euclidean norm of all gradients as one vector, above 0
   */
  record Norm(float maxNorm) implements Clipping {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Norm {
      Setting.positive("norm to clip gradients by", maxNorm);
    }

    @Override
    public List<KernelCall> calls(Slice gradients, Slice norm) {
      return new ClipGradNorm(maxNorm).calls(gradients, norm);
    }
  }

  /**
   * {@link #value}.
   *
   * @param clipValue the largest absolute value of a gradient, above 0
   */
  record Value(float clipValue) implements Clipping {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Value {
      Setting.positive("value to clip gradients at", clipValue);
    }

    @Override
    public List<KernelCall> calls(Slice gradients, Slice norm) {
      return List.of(new ClipGradValue(clipValue).call(gradients));
    }
  }
}
