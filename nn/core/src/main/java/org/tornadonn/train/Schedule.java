package org.tornadonn.train;

/** How the learning rate changes over a training. */
@FunctionalInterface
public interface Schedule {

  /**
   * The learning rate of a step.
   *
   * @param base the optimizer's learning rate
   * @param progress how much of the training is done, from 0 to 1
   */
  float rate(float base, double progress);

  /** The same rate from the first step to the last. */
  static Schedule constant() {
    return (base, progress) -> base;
  }

  /**
   * Up from 0 in the first part of the training, then down to 0 along half a cosine.
   *
   * @param warmUp the first part, from 0 to 1
   * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter, SGDR</a>
   */
  static Schedule cosine(double warmUp) {
    return (base, progress) ->
        (float)
            (progress < warmUp
                ? base * progress / warmUp
                : base * 0.5 * (1 + Math.cos(Math.PI * (progress - warmUp) / (1 - warmUp))));
  }
}
