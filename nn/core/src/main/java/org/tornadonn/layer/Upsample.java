package org.tornadonn.layer;

import java.util.List;
import org.tornadonn.op.F;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Pictures {@code (n, c, h, w)} made larger or smaller, or series {@code (n, c, length)}.
 *
 * @param size of the last axes; empty if there is a scale factor
 * @param scaleFactor how many times as large each becomes, rounded down; empty if there is a size
 * @param mode nearest (the default), linear (PyTorch's bilinear) or cubic (bicubic)
 * @param alignCorners whether the outermost numbers stay where they are, instead of the outer edges
 *     of their squares; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Upsample.html">PyTorch</a>
 */
public record Upsample(
    List<Integer> size, List<Double> scaleFactor, Interpolation mode, boolean alignCorners)
    implements Layer {

  /** Checks that there is either a size or a scale factor. */
  public Upsample {
    size = List.copyOf(size);
    scaleFactor = List.copyOf(scaleFactor);
    if (size.isEmpty() == scaleFactor.isEmpty()
        || size.stream().anyMatch(n -> n < 1)
        || scaleFactor.stream().anyMatch(factor -> !(factor > 0) || factor > 1 << 24)) {
      throw new ShapeException(
          "Upsample needs either a size of at least 1 or a scale factor above 0, but gets %s and %s."
              .formatted(size, scaleFactor));
    }
    if (alignCorners && mode == Interpolation.NEAREST) {
      throw new ShapeException("Upsample has no corners to align in mode NEAREST: use LINEAR.");
    }
  }

  /**
   * {@return this layer with another way to find numbers between others}
   *
   * @param mode nearest, linear or cubic
   */
  public Upsample mode(Interpolation mode) {
    return new Upsample(size, scaleFactor, mode, alignCorners);
  }

  /**
   * {@return this layer with corners that stay where they are, or not}
   *
   * @param align whether they stay
   */
  public Upsample alignCorners(boolean align) {
    return new Upsample(size, scaleFactor, mode, align);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return size.isEmpty()
        ? F.interpolate(
            x, scaleFactor.stream().mapToDouble(factor -> factor).toArray(), mode, alignCorners)
        : F.interpolate(x, size.stream().mapToInt(n -> n).toArray(), mode, alignCorners);
  }
}
