package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.op.F.mean;
import static org.tornadonn.op.F.mul;

import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Value;

/**
 * Scales each channel by what two layers make of the means of all channels.
 *
 * @param channels of x
 * @param squeezed the channels between the two layers
 * @param activation behind the first
 * @param scale behind the second, from 0 to 1
 * @see <a href="https://arxiv.org/abs/1709.01507">Hu and others, Squeeze-and-excitation</a>
 */
record SqueezeExcitation(int channels, int squeezed, Layer activation, Layer scale)
    implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    var y = mean(x, true, 2, 3);
    y = scope.call("fc1", conv2d(channels, squeezed, 1), y);
    y = scope.call("activation", activation, y);
    y = scope.call("fc2", conv2d(squeezed, channels, 1), y);
    return mul(x, scope.call("scale_activation", scale, y));
  }
}
