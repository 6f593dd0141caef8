package org.tornadonn.zoo;

import static org.tornadonn.op.F.mul;

import java.util.Arrays;
import org.tornadonn.layer.Dropout;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Sets whole samples to 0 while training, with a probability, and scales the others so that the
 * mean stays; in predictions it does nothing.
 *
 * @param p the probability
 * @see <a href="https://arxiv.org/abs/1603.09382">Huang and others, Deep networks with stochastic
 *     depth</a>
 */
record StochasticDepth(float p) implements Layer {

  @Override
  public Value forward(Scope scope, Value x) {
    if (!scope.isTraining() || p == 0) {
      return x;
    }
    int[] dims = new int[x.shape().rank()];
    Arrays.fill(dims, 1);
    dims[0] = x.shape().dim(0);
    var ones = new float[dims[0]];
    Arrays.fill(ones, 1);
    var samples = x.tape().constant("ones", Shape.of(dims), ones);
    return mul(x, scope.call("mask", new Dropout(p), samples));
  }
}
