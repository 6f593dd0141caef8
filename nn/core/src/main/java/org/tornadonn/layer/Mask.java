package org.tornadonn.layer;

import java.util.Arrays;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** What elements or whole channels are multiplied by while training: 0, or {@code 1 / (1 − p)}. */
final class Mask {

  /** The least that SELU gives. */
  private static final float LEAST = -1.7580993f;

  private Mask() {}

  /** A mask of a shape, by the next draw of a layer that is trained. */
  private static Value of(Scope scope, Value x, float p, Shape shape) {
    var ones = new float[shape.size()];
    Arrays.fill(ones, 1);
    var all = x.tape().constant("ones", shape, ones);
    return scope.apply(new Dropout(p, scope.nextDraw(), true), all, scope.key());
  }

  /** Values {@code (n, c, …)} with some channels 0. */
  static Value ofChannels(Scope scope, String name, Value x, float p, int rank) {
    if (x.shape().rank() != rank) {
      throw new ShapeException(
          "Layer '%s': %s expects %d axes, the batch, channels and the rest, but gets %s."
              .formatted(scope.path(), name, rank, x.shape()));
    }
    return scope.isTraining()
        ? F.mul(x, of(scope, x, p, channels(scope, name, x)))
        : scope.apply(new Dropout(p, 0, false), x);
  }

  /** One element for each channel of each sample. */
  static Shape channels(Scope scope, String name, Value x) {
    if (x.shape().rank() < 2) {
      throw new ShapeException(
          "Layer '%s': %s expects channels (n, c, …), but gets %s."
              .formatted(scope.path(), name, x.shape()));
    }
    int[] dims = x.shape().toArray();
    Arrays.fill(dims, 2, dims.length, 1);
    return Shape.of(dims);
  }

  /** Values of which some are {@link #LEAST}, with the mean and variance that they had. */
  static Value selfNormalizing(Scope scope, Value x, float p, Shape shape) {
    if (!scope.isTraining()) {
      return scope.apply(new Dropout(p, 0, false), x);
    }
    double scale = 1 / Math.sqrt((1 - p) * (1 + p * (double) LEAST * LEAST));
    var kept = F.mul(of(scope, x, p, shape), 1 - p);
    var shift = F.sub((float) (scale * LEAST * (1 - p)), F.mul(kept, (float) (scale * LEAST)));
    return F.add(F.mul(x, F.mul(kept, (float) scale)), shift);
  }

  static void requireBelowOne(String name, float p) {
    if (!(p >= 0 && p < 1)) {
      throw new ShapeException(
          "%s's probability must be from 0 to below 1, not %s: use 0.5, for example."
              .formatted(name, p));
    }
  }
}
