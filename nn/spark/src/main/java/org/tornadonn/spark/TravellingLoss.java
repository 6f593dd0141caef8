package org.tornadonn.spark;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.loss.BinaryCrossEntropyWithLogits;
import org.tornadonn.op.loss.CrossEntropy;
import org.tornadonn.op.loss.HuberLoss;
import org.tornadonn.op.loss.L1Loss;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.loss.SmoothL1Loss;
import org.tornadonn.train.ElementLoss;
import org.tornadonn.train.Loss;
import org.tornadonn.train.SoftmaxCrossEntropy;
import org.tornadonn.train.TrainingException;

/**
 * A loss as it travels to other machines.
 *
 * @param setting its number: delta, beta or label smoothing; 0 if it has none
 * @param ignoreIndex the label of samples that it leaves out; null for none
 */
record TravellingLoss(Kind kind, float setting, @Nullable Integer ignoreIndex)
    implements Serializable {

  private TravellingLoss(Kind kind, float setting) {
    this(kind, setting, null);
  }

  /** The losses of {@link Loss}. */
  enum Kind {
    MEAN_SQUARED_ERROR,
    L1,
    HUBER,
    SMOOTH_L1,
    BINARY_CROSS_ENTROPY,
    CROSS_ENTROPY
  }

  /**
   * Packs a loss.
   *
   * @throws TrainingException if it is none of {@link Loss}'s own
   */
  static TravellingLoss of(Loss loss) {
    return switch (loss) {
      case SoftmaxCrossEntropy it when it.weight().isEmpty() ->
          new TravellingLoss(Kind.CROSS_ENTROPY, it.operation().smoothing(), it.ignoreIndex());
      case ElementLoss it ->
          switch (it.operation()) {
            case MeanSquaredError _ -> new TravellingLoss(Kind.MEAN_SQUARED_ERROR, 0);
            case L1Loss _ -> new TravellingLoss(Kind.L1, 0);
            case HuberLoss huber -> new TravellingLoss(Kind.HUBER, huber.delta());
            case SmoothL1Loss smooth -> new TravellingLoss(Kind.SMOOTH_L1, smooth.beta());
            case BinaryCrossEntropyWithLogits _ -> new TravellingLoss(Kind.BINARY_CROSS_ENTROPY, 0);
            default ->
                throw new TrainingException(
                    "The loss '%s' cannot be sent to other machines: use one of Loss's own."
                        .formatted(it.operation().name()));
          };
      default ->
          throw new TrainingException(
              "The loss %s cannot be sent to other machines: use one that is not of your own."
                  .formatted(loss));
    };
  }

  /** The loss itself. */
  Loss loss() {
    return switch (kind) {
      case MEAN_SQUARED_ERROR -> Loss.meanSquaredError();
      case L1 -> Loss.l1();
      case HUBER -> Loss.huber(setting);
      case SMOOTH_L1 -> Loss.smoothL1(setting);
      case BINARY_CROSS_ENTROPY -> Loss.binaryCrossEntropyWithLogits();
      case CROSS_ENTROPY ->
          new SoftmaxCrossEntropy(new CrossEntropy(setting), ignoreIndex, List.of());
    };
  }
}
