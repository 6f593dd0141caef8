package org.tornadonn.layer;

import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * {@code x > 0 ? x : weight · x}; parameter {@code weight (numParameters)}.
 *
 * @param numParameters 1 for one weight (the default), or the channels of x, which axis 1 counts
 * @param init what the weights begin with; default 0.25
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.PReLU.html">PyTorch</a>
 */
public record PReLU(int numParameters, float init) implements Layer {

  /** Checks that there is a weight. */
  public PReLU {
    if (numParameters < 1) {
      throw new ShapeException(
          "PReLU needs at least one weight, but gets numParameters %d.".formatted(numParameters));
    }
  }

  @Override
  public Value forward(Scope scope, Value x) {
    int channels = x.shape().rank() > 1 ? x.shape().dim(1) : 1;
    if (numParameters > 1 && numParameters != channels) {
      throw new ShapeException(
          "Layer '%s': PReLU is made for %d channels, but gets %d in %s: set numParameters to 1 or %3$d."
              .formatted(scope.path(), numParameters, channels, x.shape()));
    }
    var start = Initializer.constant(init);
    return F.prelu(x, scope.parameter("weight", Shape.of(numParameters), start));
  }
}
