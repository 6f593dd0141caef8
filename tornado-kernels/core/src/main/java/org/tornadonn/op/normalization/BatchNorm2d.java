package org.tornadonn.op.normalization;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * Batch normalisation while training: {@code y = (x − mean[c]) / √(variance[c] + ε) · w[c] + b[c]}
 * with mean and variance of each channel over the samples in use, their rows and columns. The
 * variance divides by their number, the running one by one less.
 *
 * <p>Inputs: x {@code (n, c, h, w)}; w and b, both {@code (c)}, or neither for 1 and 0; the running
 * mean and variance, both {@code (c)}; the number of batches {@code (1)}; and {@code fill} {@code
 * (1)}, the number of samples in use. Result {@code (n, c, h, w)}. Forward moves the running
 * statistics, {@code r = (1 − momentum) · r + momentum · (that of the batch)}, and counts the
 * batch. The samples that are not in use count nothing and get a gradient of 0. A NaN makes its
 * channel NaN.
 *
 * <p>Mean and variance are summed one after the other, in parts of the batch that depend on shapes
 * only.
 *
 * @param epsilon what is added to the variance
 * @param momentum how far the running statistics move; null for {@code 1 / batches}, this one
 *     counted, which makes them the mean of those of all batches
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html">PyTorch</a>
 * @see <a href="https://arxiv.org/abs/1502.03167">Ioffe and Szegedy, Batch normalization</a>
 */
public record BatchNorm2d(float epsilon, @Nullable Float momentum) implements Operation {

  /** With weight and bias; without, two less. */
  private static final int INPUTS = 7;

  @Override
  public String name() {
    return "batch_norm2d";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var x = BatchNormShapes.check(inputs, inputs.size() == INPUTS ? 4 : 2);
    if (x.dim(0) == 1 && isPixel(x)) {
      throw new ShapeException(
          "Batch norm cannot train on one value per channel, as in %s: use a batch size of at least 2 or a larger image, or freeze the layer."
              .formatted(x));
    }
    return x;
  }

  /**
   * {@return whether images have one row of one column, so that one sample is one value per
   * channel: its variance would be 0, and the layer would forget its input}
   *
   * @param x {@code (n, c, h, w)}
   */
  public static boolean isPixel(Shape x) {
    return x.size() == x.dim(0) * x.dim(1);
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.computed(0);
    int running = pass.inputs() - 4;
    var runningMean = pass.in(running);
    var runningVariance = pass.in(running + 1);
    var batches = pass.in(running + 2);
    var fill = pass.in(running + 3);
    if (runningMean.buffer().role() != Role.RUNNING_STATE
        || runningVariance.buffer() != runningMean.buffer()
        || batches.buffer() != runningMean.buffer()) {
      throw new IllegalArgumentException(
          "BatchNorm2d's running statistics must be running states, but are %s, %s and %s: ask the scope for a state."
              .formatted(runningMean, runningVariance, batches));
    }
    var s = BatchNormShapes.of(x.shape());
    boolean keep = pass.needsBackward();
    var channels = Shape.of(s.channels());
    var weights = BatchNormWeights.forward(pass, pass.inputs() == INPUTS, channels);
    var mean = keep ? pass.saved("mean", channels) : pass.scratch("mean", channels);
    var scale = keep ? pass.saved("scale", channels) : pass.scratch("scale", channels);
    var sums = pass.scratch("sum parts", Shape.of(s.parts(), s.channels()));
    var squares = pass.scratch("square parts", Shape.of(s.parts(), s.channels()));
    pass.call("sum parts")
        .reads(x, fill)
        .writes(sums)
        .flops(x.size())
        .sums(s.perPart() * s.plane(), x)
        .bind(
            m ->
                new ChannelSums(
                    m.of(x),
                    m.of(fill),
                    m.of(sums),
                    s.perPart(),
                    s.n(),
                    s.channels(),
                    s.plane(),
                    sums.size()));
    pass.call("mean")
        .reads(sums, fill)
        .writes(mean)
        .flops(sums.size())
        .sums(s.parts() + 1)
        .bind(
            m ->
                new ChannelMean(
                    m.of(sums),
                    m.of(fill),
                    m.of(mean),
                    s.parts(),
                    s.channels(),
                    s.plane(),
                    s.channels()));
    pass.call("square parts")
        .reads(x, mean, fill)
        .writes(squares)
        .flops(3L * x.size())
        .sums(s.perPart() * s.plane(), x, x)
        .bind(
            m ->
                new ChannelSquares(
                    m.of(x),
                    m.of(mean),
                    m.of(fill),
                    m.of(squares),
                    s.perPart(),
                    s.n(),
                    s.channels(),
                    s.plane(),
                    squares.size()));
    pass.call("statistics")
        .reads(squares, mean, fill)
        .writes(scale)
        .adds(runningMean, runningVariance, batches)
        .flops(squares.size() + 12L * s.channels())
        .sums(s.parts() + 4)
        .bind(
            m ->
                new BatchNormStatistics(
                    m.of(squares),
                    m.of(mean),
                    m.of(fill),
                    m.of(scale),
                    m.of(runningMean),
                    runningMean.offset(),
                    runningVariance.offset(),
                    batches.offset(),
                    epsilon,
                    momentum == null ? BatchNormStatistics.AVERAGE : momentum,
                    s.parts(),
                    s.channels(),
                    s.plane(),
                    s.channels()));
    if (momentum == null) {
      pass.call("count")
          .adds(batches)
          .flops(1)
          .bind(m -> new BatchNormCount(m.of(batches), batches.offset()));
    }
    BatchNormForward.describe(pass, x, mean, scale, weights);
  }

  @Override
  public void backward(Backward pass) {
    var x = pass.in(0);
    boolean isAffine = pass.inputs() == INPUTS;
    var fill = pass.in(pass.inputs() - 1);
    var dy = pass.outGradient();
    var mean = pass.saved("mean");
    var scale = pass.saved("scale");
    var s = BatchNormShapes.of(x.shape());
    var parts = BatchNormParts.describe(pass, isAffine, mean, scale);
    if (!pass.needsGradient(0)) {
      return;
    }
    var dySum = parts.sum(pass, "sum of dy", parts.dy());
    var dyxSum = parts.sum(pass, "sum of dy·x", parts.dyx());
    var w = BatchNormWeights.weight(pass, isAffine);
    var dx = pass.gradient(0);
    pass.call("input gradient")
        .reads(x, dy, mean, scale, w, dySum, dyxSum, fill)
        .writes(dx)
        .flops(8L * x.size())
        .sums(4)
        .bind(
            m ->
                new BatchNormInputGradient(
                    m.of(x),
                    m.of(dy),
                    m.of(mean),
                    m.of(scale),
                    m.of(w),
                    w.offset(),
                    m.of(dySum),
                    m.of(dyxSum),
                    m.of(fill),
                    m.of(dx.slice()),
                    dx.add(),
                    s.channels(),
                    s.plane(),
                    x.size()));
  }
}
