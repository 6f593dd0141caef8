package org.tornadonn.train;

/**
 * How the learning rate changes over a training, as a function of how much of it is done. Time is
 * counted in epochs and moves with every step, so that after half of the steps of the third epoch
 * it is 2.5; at whole epochs the rates are those of PyTorch's schedulers.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * {@return the learning rate of a step}
   *
   * @param base the optimizer's learning rate
   * @param epoch the epochs that are done, from 0
   */
  float rate(float base, double epoch);

  /** {@return the same rate from the first step to the last} */
  static Schedule constant() {
    return new NamedSchedule("constant", (base, epoch) -> base);
  }

  /**
   * {@return a schedule that multiplies the rate by γ after every so many epochs}
   *
   * @param size epochs, at least 1
   * @param gamma above 0
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html">PyTorch,
   *     StepLR</a>
   */
  static Schedule step(int size, double gamma) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "The steps of a learning rate must be at least 1 epoch long, not " + size + ".");
    }
    if (!(gamma > 0 && gamma <= 1)) {
      throw new IllegalArgumentException(
          "The gamma of a learning rate must lie in (0, 1], not " + gamma + ".");
    }
    return new NamedSchedule(
        "times %s every %d epochs".formatted(gamma, size),
        (base, epoch) -> (float) (base * Math.pow(gamma, Math.floor(epoch / size))));
  }

  /**
   * {@return a schedule that goes down to 0 along half a cosine}
   *
   * @param epochs how long that takes, above 0; the rate stays at 0 from then on
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.CosineAnnealingLR.html">PyTorch,
   *     CosineAnnealingLR</a>
   * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, SGDR</a>
   */
  static Schedule cosine(double epochs) {
    requireLength(epochs);
    return new NamedSchedule(
        "cosine over %s epochs".formatted(epochs),
        (base, epoch) ->
            (float) (base * 0.5 * (1 + Math.cos(Math.PI * Math.min(epoch, epochs) / epochs))));
  }

  /**
   * {@return a schedule that goes along a line from one multiple of the rate to another}
   *
   * @param start the factor at the beginning; PyTorch's default is 1/3
   * @param end the factor at the end, and from then on
   * @param epochs how long that takes, above 0
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html">PyTorch,
   *     LinearLR</a>
   */
  static Schedule linear(double start, double end, double epochs) {
    requireLength(epochs);
    if (!(start >= 0 && start <= 1 && end >= 0 && end <= 1)) {
      throw new IllegalArgumentException(
          "The factors of a learning rate must lie in [0, 1], not %s and %s."
              .formatted(start, end));
    }
    return new NamedSchedule(
        "linear from %s to %s over %s epochs".formatted(start, end, epochs),
        (base, epoch) ->
            (float) (base * (start + (end - start) * Math.min(epoch, epochs) / epochs)));
  }

  /**
   * {@return a schedule that goes along a line up to the full rate, then this one from its
   * beginning}
   *
   * @param epochs how long that takes; 0 for no warm-up
   * @param start the factor at the beginning, from 0 to 1
   * @see <a
   *     href="https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.SequentialLR.html">PyTorch,
   *     SequentialLR</a>
   */
  default Schedule warmUp(double epochs, double start) {
    if (epochs == 0) {
      return this;
    }
    var line = linear(start, 1, epochs);
    return new NamedSchedule(
        "%s, then %s".formatted(line, this),
        (base, epoch) -> epoch < epochs ? line.rate(base, epoch) : rate(base, epoch - epochs));
  }

  private static void requireLength(double epochs) {
    if (!(epochs > 0)) {
      throw new IllegalArgumentException(
          "A learning rate must change over more than 0 epochs, not " + epochs + ".");
    }
  }
}
