package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.MovingAverage;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/**
 * An exponential moving average of the parameters, which after each step is {@code decay · average
 * + (1 − decay) · parameters}, and after the first one the parameters themselves: PyTorch's {@code
 * AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))}. Running states are not averaged,
 * but those of the training, as there.
 *
 * @param decay how slowly the average follows, from 0 to below 1; PyTorch's default is 0.999
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/optim.html#weight-averaging-swa-and-ema">PyTorch</a>
 */
public record Ema(double decay) {

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it lies outside its range
   */
  public Ema {
    Setting.share("decay of an average of weights", decay);
  }

  /**
   * An average, as a plan keeps it.
   *
   * @param control the share of the parameters in it
   */
  record Kept(Ema ema, Slice average, Slice control) {

    Kept(Ema ema, Shape weights) {
      this(
          ema,
          new Buffer("average of weights", weights, Role.PARAMETER).whole(),
          new Buffer("average control", Shape.of(1), Role.CONTROL).whole());
    }

    /** Moves the average of some neighbours. */
    KernelCall call(Slice weights, int from, int to) {
      return new KernelCall(
          "",
          "ema",
          "update",
          List.of(weights, control),
          List.of(),
          List.of(average),
          false,
          3L * (to - from),
          memory ->
              new MovingAverage(
                  memory.of(weights), memory.of(average), memory.of(control), from, to - from));
    }

    /** The share of a step. */
    float[] share(boolean first) {
      return new float[] {first ? 1 : (float) (1 - ema.decay())};
    }
  }
}
