package org.tornadonn.op.update;

import java.util.List;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Terms;

/**
 * The call that clips each gradient by itself, to {@code [−clipValue, clipValue]}; NaN stays NaN.
 *
 * @param clipValue the largest absolute value, from 0 up
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html">PyTorch</a>
 */
public record ClipGradValue(float clipValue) {

  /**
   * Describes the call.
   *
   * @param gradients all of an array, clipped in place
   */
  public KernelCall call(Slice gradients) {
    return new KernelCall(
        "",
        "clip_grad_value",
        "clamp",
        List.of(),
        List.of(),
        List.of(gradients),
        false,
        2L * gradients.size(),
        new Terms(0, List.of()),
        m -> new Clamp(m.of(gradients), clipValue, gradients.size()));
  }
}
