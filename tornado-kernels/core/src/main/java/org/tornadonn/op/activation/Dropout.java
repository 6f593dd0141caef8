package org.tornadonn.op.activation;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * {@code y = x · mask / (1 − p)} while training, where an element of the mask is 0 with probability
 * p and else 1; while not, x under its own shape.
 *
 * <p>Inputs while training: x of any shape, and the key {@code (4)} that {@link #key} makes; while
 * not, x alone. The mask is a pure function of key, layer and element, in whole numbers: the same
 * on every device. Backward computes it again, {@code dx = dy · mask / (1 − p)}. NaN and infinities
 * are multiplied by 0 too, and so become NaN, as in PyTorch.
 *
 * @param p the probability of 0, from 0 to 1
 * @param layer tells the dropouts of a model apart; from 0 up
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Dropout.html">PyTorch</a>
 */
public record Dropout(float p, int layer, boolean training) implements Operation {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** A dropout with a probability. */
  public Dropout {
    if (!(p >= 0 && p <= 1)) {
      throw new ShapeException(
          "Dropout's probability must be from 0 to 1, not %s: use 0.5, for example.".formatted(p));
    }
  }

  /** The shape of {@link #key}. */
  public static Shape keyShape() {
    return Shape.of(4);
  }

  /** What decides the masks of a step that runs all of its samples at once. */
  public static float[] key(long seed, long step) {
    return key(seed, step, 0);
  }

  /**
   * What decides the masks of a micro-batch: 64 bits mixed from seed, step and micro-batch, as four
   * whole numbers of 16 bits each.
   *
   * @param microBatch counts from 0 within the step
   */
  public static float[] key(long seed, long step, int microBatch) {
    long ofStep = mix(mix(seed + GOLDEN) + GOLDEN * step);
    long mixed = microBatch == 0 ? ofStep : mix(ofStep + GOLDEN * microBatch);
    var key = new float[4];
    for (int i = 0; i < key.length; i++) {
      key[i] = (mixed >>> (16 * i)) & 0xffff;
    }
    return key;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public boolean isView() {
    return !training;
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return inputs.getFirst();
  }

  /** Of 2²⁴ equally likely numbers, how many mean 0. */
  private int threshold() {
    return Math.round(p * (1 << 24));
  }

  private float scale() {
    return p < 1 ? 1 / (1 - p) : 0;
  }

  @Override
  public void forward(Forward pass) {
    var x = pass.in(0);
    var key = pass.in(1);
    var y = pass.out();
    pass.call("forward")
        .reads(x, key)
        .writes(y)
        .flops(y.size())
        .sums(1)
        .bind(
            m ->
                new DropoutScale(
                    m.of(x),
                    x.offset(),
                    m.of(key),
                    m.of(y),
                    y.offset(),
                    0,
                    threshold(),
                    scale(),
                    layer,
                    y.size()));
  }

  @Override
  public void backward(Backward pass) {
    var key = pass.in(1);
    var dy = pass.outGradient();
    var dx = pass.gradient(0);
    var to = dx.slice();
    pass.call("input gradient")
        .reads(dy, key)
        .writes(dx)
        .flops(dy.size())
        .sums(1)
        .bind(
            m ->
                new DropoutScale(
                    m.of(dy),
                    dy.offset(),
                    m.of(key),
                    m.of(to),
                    to.offset(),
                    dx.add(),
                    threshold(),
                    scale(),
                    layer,
                    dy.size()));
  }
}
