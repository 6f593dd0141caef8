package org.tornadonn.layer;

import org.tornadonn.op.BatchNorm2dInference;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Batch normalisation of images {@code (n, numFeatures, h, w)}; parameters {@code weight} (begins
 * at 1) and {@code bias} (begins at 0), running statistics {@code running_mean} (0), {@code
 * running_var} (1), all {@code (numFeatures)}, and {@code num_batches_tracked}.
 *
 * <p>While training, each channel is normalised by its mean and variance in the batch, which the
 * running statistics follow; predictions use those. A part of a batch counts as what is in it.
 *
 * @param numFeatures the number of channels
 * @param eps what is added to the variance; default 1e-5
 * @param momentum how far the running statistics move with each batch, from 0 to 1; default 0.1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html">PyTorch</a>
 */
public record BatchNorm2d(int numFeatures, float eps, float momentum) implements Layer {

  public BatchNorm2d {
    if (numFeatures < 1 || !(eps >= 0) || !(momentum >= 0 && momentum <= 1)) {
      throw new ShapeException(
          "BatchNorm2d needs at least one channel, an eps from 0 up and a momentum from 0 to 1, but gets numFeatures %d, eps %s and momentum %s."
              .formatted(numFeatures, eps, momentum));
    }
  }

  /** This layer with something else added to the variance. */
  public BatchNorm2d eps(float other) {
    return new BatchNorm2d(numFeatures, other, momentum);
  }

  /** This layer with running statistics that move faster or slower. */
  public BatchNorm2d momentum(float other) {
    return new BatchNorm2d(numFeatures, eps, other);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var channels = Shape.of(numFeatures);
    var weight = scope.parameter("weight", channels, Initializer.ones());
    var bias = scope.parameter("bias", channels, Initializer.zeros());
    var mean = scope.state("running_mean", channels, Initializer.zeros());
    var variance = scope.state("running_var", channels, Initializer.ones());
    var batches = scope.state("num_batches_tracked", Shape.of(), Initializer.zeros());
    return scope.isTraining()
        ? scope.apply(
            new org.tornadonn.op.BatchNorm2d(eps, momentum),
            x,
            weight,
            bias,
            mean,
            variance,
            batches,
            scope.fill())
        : scope.apply(new BatchNorm2dInference(eps), x, weight, bias, mean, variance);
  }
}
