package org.tornadonn.op.normalization;

import java.util.Arrays;
import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Pow;
import org.tornadonn.op.shape.AxisMap;
import org.tornadonn.op.shape.SparseRows;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Divides each channel by what the channels around it have: {@code x · (k + alpha / size · Σ
 * x²)⁻ᵝ}, with {@code size = before + 1 + after}.
 *
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html">PyTorch</a>
 * @see <a href="https://doi.org/10.1145/3065386">Krizhevsky and others, ImageNet classification
 *     with deep convolutional neural networks</a>
 */
public final class LocalResponseNorm {

  private LocalResponseNorm() {}

  /**
   * Records it.
   *
   * @param x {@code (n, c, …)}
   * @param before how many channels in front of each are summed
   * @param after how many behind it
   */
  public static Value of(Value x, int before, int after, float alpha, float beta, float k) {
    if (x.shape().rank() < 2 || before < 0 || after < 0) {
      throw new ShapeException(
          "Local response norm sums over at least one of the channels (n, c, …), but gets %s, with %d channels before each and %d behind it."
              .formatted(x.shape(), before, after));
    }
    int size = before + 1 + after;
    var squares = Binary.of(new Mul(), x, x);
    var sums = AxisMap.of(squares, 1, around(x.shape().dim(1), before, after));
    var scaled = Binary.of(new Mul(), sums, Binary.number(x, alpha / size));
    var base = Binary.of(new Add(), scaled, Binary.number(x, k));
    return Binary.of(new Mul(), x, Binary.of(new Pow(), base, Binary.number(x, -beta)));
  }

  /** For each channel, itself and those around it. */
  private static SparseRows around(int channels, int before, int after) {
    var starts = new int[channels + 1];
    var columns = new int[Math.multiplyExact(channels, Math.min(before + 1 + after, channels))];
    int count = 0;
    for (int c = 0; c < channels; c++) {
      int last = Math.min(channels - 1, c + after);
      for (int k = Math.max(0, c - before); k <= last; k++) {
        columns[count++] = k;
      }
      starts[c + 1] = count;
    }
    var ones = new float[count];
    Arrays.fill(ones, 1);
    return new SparseRows(channels, starts, Arrays.copyOf(columns, count), ones);
  }
}
