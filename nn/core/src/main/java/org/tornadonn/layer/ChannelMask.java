package org.tornadonn.layer;

import java.util.Arrays;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** What whole channels are multiplied by while training: 0, or what makes up for those that are. */
final class ChannelMask {

  private ChannelMask() {}

  /** Values {@code (n, c, …)} of a rank, with some channels 0. */
  static Value of(Scope scope, Value x, float p, int rank) {
    if (x.shape().rank() != rank) {
      throw new ShapeException(
          "Layer '%s': Dropout%dd expects %d axes, the batch, channels and the rest, but gets %s."
              .formatted(scope.path(), rank - 2, rank, x.shape()));
    }
    if (!scope.isTraining()) {
      return scope.apply(new Dropout(p, 0, false), x);
    }
    int[] dims = x.shape().toArray();
    Arrays.fill(dims, 2, rank, 1);
    var ones = new float[dims[0] * dims[1]];
    Arrays.fill(ones, 1);
    var channels = x.tape().constant("channels", Shape.of(dims), ones);
    return F.mul(x, scope.apply(new Dropout(p, scope.nextDraw(), true), channels, scope.key()));
  }
}
