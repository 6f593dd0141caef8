package org.tornadonn.train;

import org.tornadonn.exec.Program;
import org.tornadonn.op.activation.Dropout;

/**
 * What a step is given: checks samples, and puts them where its plans read them.
 *
 * @param draws whether the plans read what random masks come from
 * @param fills whether they read how many samples are in use
 */
record Samples(TrainingPlans plans, Program program, boolean draws, boolean fills) {

  /** What a loss divides by if it leaves all samples out: a sum of nothing. */
  private static final float NONE = -1;

  static Samples of(TrainingPlans plans, Program program) {
    var buffers = plans.gradients().plan().buffers();
    return new Samples(
        plans, program, buffers.contains(plans.key()), buffers.contains(plans.fill()));
  }

  /**
   * Checks that there are as many as are said.
   *
   * @param x {@code n} inputs, one after the other
   * @param y {@code n} targets, one after the other
   * @param most the largest number of samples of a step
   */
  void require(float[] x, float[] y, int n, int most) {
    if (n < 1 || n > most) {
      throw new IllegalArgumentException(
          "A step takes 1 to %d samples, but gets %d: open the trainer with a larger batch size."
              .formatted(most, n));
    }
    requireNumbers(x, n, plans.inputs().length(), "input");
    requireNumbers(y, n, plans.targets().length(), "target");
  }

  /**
   * Checks what the loss and batch norms ask of them, too.
   *
   * @param y {@code n} targets, one after the other
   * @param batchSize how many run at a time
   */
  void requireUse(float[] y, int n, int batchSize) {
    plans.targets().require(y, n);
    plans.batchNorms().requireStep(n, batchSize);
  }

  private static void requireNumbers(float[] array, int n, int length, String what) {
    long needed = (long) n * length;
    if (array.length < needed) {
      throw new IllegalArgumentException(
          "%d %ss need %d numbers, but there are %d.".formatted(n, what, needed, array.length));
    }
  }

  /**
   * Gives some of them, which run at a time; the rest of the batch is filled with 0.
   *
   * @param from the first
   * @param count how many, at most the batch size
   */
  void give(float[] x, float[] y, int from, int count) {
    plans.inputs().give(program, x, from, count, true);
    plans.target().give(program, y, from, count, true);
    if (fills) {
      program.array(plans.fill())[0] = count;
    }
    double[] masses = plans.targets().masses(y, from, count);
    for (int i = 0; i < masses.length; i++) {
      program.array(plans.masses().get(i))[0] = masses[i] == 0 ? NONE : (float) masses[i];
    }
  }

  /**
   * Says what the random masks of a micro-batch come from, if the model has any.
   *
   * @param seed that of the training
   * @param step which step it belongs to, from 1
   * @param microBatch which micro-batch of the step it is, from 0
   */
  void draw(long seed, long step, int microBatch) {
    if (draws) {
      float[] key = Dropout.key(seed, step, microBatch);
      System.arraycopy(key, 0, program.array(plans.key()), 0, key.length);
    }
  }
}
