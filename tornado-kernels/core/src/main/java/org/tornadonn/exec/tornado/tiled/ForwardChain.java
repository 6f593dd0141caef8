package org.tornadonn.exec.tornado.tiled;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.Loop;

/**
 * A convolution or linear layer, and the kernels behind it that use its results one by one, or
 * window by window: the portable kernels, one after the other. All of them write to the array that
 * has the result in the end, but for a convolution before a pool.
 *
 * @param product the convolution or linear layer
 * @param pool the maximum over windows of 2×2 of a convolution's results, if there is one
 * @param relu the last kernel, if there is one; its result takes the place of its operand
 */
record ForwardChain(Kernel product, @Nullable MaxPool2dForward pool, @Nullable ReLUForward relu)
    implements Loop {

  /** Kernels that are what the components say, in their order. */
  static ForwardChain of(List<Kernel> kernels) {
    var relu = kernels.getLast() instanceof ReLUForward last ? last : null;
    if (kernels.getFirst() instanceof Conv2dForward k
        && kernels.get(1) instanceof MaxPool2dForward pool) {
      return pooled(k, pool, relu == null ? pool.y() : relu.y(), relu);
    }
    if (relu == null) {
      throw new IllegalArgumentException("These do not run as one: " + kernels);
    }
    var product =
        switch (kernels.getFirst()) {
          case Conv2dForward k -> writing(k, relu.y());
          case LinearForward k ->
              new LinearForward(
                  k.x(), k.w(), k.wAt(), k.b(), k.bAt(), relu.y(), k.n(), k.ci(), k.co());
          default -> throw new IllegalArgumentException("This is no product: " + kernels);
        };
    return new ForwardChain(product, null, inPlace(relu, relu.y()));
  }

  private static ForwardChain pooled(
      Conv2dForward k, MaxPool2dForward pool, float[] y, @Nullable ReLUForward relu) {
    float[] tap = pool.keep() > 0 ? pool.tap() : k.y();
    return new ForwardChain(
        k,
        new MaxPool2dForward(k.y(), y, tap, pool.keep(), pool.sizes(), pool.window()),
        relu == null ? null : inPlace(relu, y));
  }

  private static Conv2dForward writing(Conv2dForward k, float[] y) {
    return new Conv2dForward(k.x(), k.w(), k.wAt(), k.b(), k.bAt(), y, k.sizes(), k.window());
  }

  private static ReLUForward inPlace(ReLUForward relu, float[] y) {
    return new ReLUForward(y, 0, y, relu.size());
  }

  /** The same on arrays of its own, one for all that a pool is to read among them. */
  ForwardChain onRandomNumbers() {
    var chain = RandomArrays.of(this);
    return chain.pool != null && chain.product instanceof Conv2dForward k
        ? pooled(writing(k, new float[k.size()]), chain.pool, chain.pool.y(), chain.relu)
        : chain;
  }

  @Override
  public int size() {
    return pool == null ? product.size() : pool.size();
  }

  @Override
  public void run(int from, int to) {
    if (pool == null) {
      product.run(from, to);
    } else {
      for (int i = from; i < to; i++) {
        window(pool, i);
      }
      pool.run(from, to);
    }
    if (relu != null) {
      relu.run(from, to);
    }
  }

  /** The convolution's results in one window. */
  private void window(MaxPool2dForward pool, int i) {
    var s = pool.sizes();
    int plane = i / (s.ho() * s.wo()) * s.hi() * s.wi();
    int first = plane + 2 * (i / s.wo() % s.ho() * s.wi() + i % s.wo());
    product.run(first, first + 2);
    product.run(first + s.wi(), first + s.wi() + 2);
  }
}
