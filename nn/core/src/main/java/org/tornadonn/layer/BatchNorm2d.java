package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.normalization.BatchNorm2dInference;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Batch normalisation of images {@code (n, numFeatures, h, w)}; parameters {@code weight} (begins
 * at 1) and {@code bias} (begins at 0) if it is affine, running statistics {@code running_mean}
 * (0), {@code running_var} (1), all {@code (numFeatures)}, and {@code num_batches_tracked}.
 *
 * <p>While training, each channel is normalised by its mean and variance in the batch, which the
 * running statistics follow; predictions use those. A part of a batch counts as what is in it.
 *
 * @param numFeatures the number of channels
 * @param eps what is added to the variance; default 1e-5
 * @param momentum how far the running statistics move with each batch, from 0 to 1, or null for
 *     PyTorch's None: they are the mean over all batches so far; default 0.1
 * @param affine whether the result is scaled and shifted by {@code weight} and {@code bias};
 *     default true
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html">PyTorch</a>
 */
public record BatchNorm2d(int numFeatures, float eps, @Nullable Float momentum, boolean affine)
    implements Layer {

  /** Checks the numbers. */
  public BatchNorm2d {
    require("BatchNorm2d", numFeatures, eps, momentum);
  }

  static void require(String name, int numFeatures, float eps, @Nullable Float momentum) {
    if (numFeatures < 1 || !(eps >= 0) || (momentum != null && !(momentum >= 0 && momentum <= 1))) {
      throw new ShapeException(
          "%s needs at least one channel, an eps from 0 up and a momentum from 0 to 1, but gets numFeatures %d, eps %s and momentum %s."
              .formatted(name, numFeatures, eps, momentum));
    }
  }

  /**
   * {@return this layer with something else added to the variance}
   *
   * @param other from 0 up
   */
  public BatchNorm2d eps(float other) {
    return new BatchNorm2d(numFeatures, other, momentum, affine);
  }

  /**
   * {@return this layer with running statistics that move faster or slower}
   *
   * @param other from 0 to 1; null for the mean over all batches
   */
  public BatchNorm2d momentum(@Nullable Float other) {
    return new BatchNorm2d(numFeatures, eps, other, affine);
  }

  /**
   * {@return this layer with or without a weight and a bias}
   *
   * @param other whether it has {@code weight} and {@code bias}
   */
  public BatchNorm2d affine(boolean other) {
    return new BatchNorm2d(numFeatures, eps, momentum, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var channels = Shape.of(numFeatures);
    var operands = new ArrayList<>(List.of(x));
    if (affine) {
      operands.add(scope.parameter("weight", channels, Initializer.ones()));
      operands.add(scope.parameter("bias", channels, Initializer.zeros()));
    }
    operands.add(scope.state("running_mean", channels, Initializer.zeros()));
    operands.add(scope.state("running_var", channels, Initializer.ones()));
    var batches = scope.state("num_batches_tracked", Shape.of(), Initializer.zeros());
    if (!scope.isTraining()) {
      return scope.apply(new BatchNorm2dInference(eps), operands.toArray(Value[]::new));
    }
    operands.add(batches);
    operands.add(scope.fill());
    return scope.apply(
        new org.tornadonn.op.normalization.BatchNorm2d(eps, momentum),
        operands.toArray(Value[]::new));
  }
}
