package org.tornadonn.train;

import java.util.Map;
import org.tornadonn.layer.Tensor;

/**
 * Where a fit stands: with the trainer's {@link TrainingState}, all that it takes to go on as if it
 * had never stopped. Order and augmentation of the samples need no state: they are functions of
 * seed, epoch and sample.
 *
 * @param epoch the epochs that are done
 * @param step the steps that are done of the next one
 * @param lossSum the losses of those steps, each times its samples, summed up in their order
 * @param samples the samples of those steps that the loss does not leave out
 * @param size the samples of the training set; 0 before the first step
 * @param batchSize samples in a step; 0 before the first step
 * @param best the best epoch so far
 * @param plateau what {@link ReduceOnPlateau} remembers
 * @param stopping what {@link EarlyStopping} remembers
 */
public record FitState(
    int epoch,
    int step,
    double lossSum,
    int samples,
    int size,
    int batchSize,
    Best best,
    ReduceOnPlateau.State plateau,
    EarlyStopping.State stopping) {

  /** Before the first step. */
  public static final FitState FIRST =
      new FitState(
          0,
          0,
          0,
          0,
          0,
          0,
          new Best(0, Double.NaN, Map.of()),
          ReduceOnPlateau.State.FIRST,
          EarlyStopping.State.FIRST);

  /**
   * The best epoch so far.
   *
   * @param epoch counts from 1; 0 for none
   * @param value of the goal, as a number that should be small
   * @param parameters the model after it, with running states, where {@link EarlyStopping} may want
   *     them back; else empty
   */
  public record Best(int epoch, double value, Map<String, Tensor> parameters) {

    /** Which epoch, by what, and whether its weights are kept. */
    @Override
    public String toString() {
      return epoch == 0
          ? "none"
          : "epoch %d, %s%s".formatted(epoch, value, parameters.isEmpty() ? "" : ", weights kept");
    }

    /** Whether a value is better; any number is better than none. */
    boolean isBeatenBy(double other) {
      return epoch == 0 || other < value || (Double.isNaN(value) && !Double.isNaN(other));
    }
  }

  /**
   * {@return the same for other data, of which there may be more or fewer if an epoch is about to
   * begin}
   */
  public FitState onOtherData() {
    return new FitState(
        epoch,
        step,
        lossSum,
        samples,
        step == 0 ? 0 : size,
        step == 0 ? 0 : batchSize,
        best,
        plateau,
        stopping);
  }

  /**
   * {@return whether a report is that of the best epoch so far}
   *
   * @param report of the last epoch
   */
  public boolean isBest(EpochReport report) {
    return best.epoch == report.epoch();
  }

  /** One step later. */
  FitState stepped(float loss, int count, int size, int batchSize) {
    return new FitState(
        epoch,
        step + 1,
        lossSum + (double) loss * count,
        samples + count,
        size,
        batchSize,
        best,
        plateau,
        stopping);
  }
}
