package org.tornadonn.train;

import java.util.Arrays;
import org.tornadonn.exec.Program;
import org.tornadonn.op.Dropout;

/**
 * What a step is given: checks samples, and puts them where its plans read them.
 *
 * @param draws whether the plans read what random masks come from
 */
record Samples(TrainingPlans plans, Program program, boolean draws) {

  static Samples of(TrainingPlans plans, Program program) {
    boolean draws = plans.gradients().plan().buffers().contains(plans.key());
    return new Samples(plans, program, draws);
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
    requireNumbers(x, n, inputLength(), "input");
    requireNumbers(y, n, targetLength(), "target");
  }

  private static void requireNumbers(float[] array, int n, int length, String what) {
    if (array.length < n * length) {
      throw new IllegalArgumentException(
          "%d %ss need %d numbers, but there are %d.".formatted(n, what, n * length, array.length));
    }
  }

  private int inputLength() {
    return plans.input().shape().sample().size();
  }

  private int targetLength() {
    return plans.target().shape().sample().size();
  }

  /**
   * Gives some of them, which run at a time; the rest of the batch is filled with 0.
   *
   * @param from the first
   * @param count how many, at most the batch size
   */
  void give(float[] x, float[] y, int from, int count) {
    put(x, from, count, inputLength(), program.array(plans.input()));
    put(y, from, count, targetLength(), program.array(plans.target()));
    program.array(plans.fill())[0] = count;
  }

  private static void put(float[] samples, int from, int count, int length, float[] to) {
    System.arraycopy(samples, from * length, to, 0, count * length);
    Arrays.fill(to, count * length, to.length, 0);
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
