package example;

import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Scope;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.plan.Value;

/** A layer of one's own: {@code x + linear(swish(linear(x)))}. */
public record ResidualBlock(int features) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    var hidden = scope.apply(new Swish(), scope.call("up", Layers.linear(features, 2 * features), x));
    return scope.apply(new Add(), x, scope.call("down", Layers.linear(2 * features, features), hidden));
  }
}
