package org.tornadonn.op.pooling;

import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;

/**
 * Pools whose windows of 2×2 lie side by side, which executors run as one with their neighbours.
 */
public final class Halving {

  /** The window of such a pool. */
  public static final Window WINDOW = Window.square(2, 2, 0);

  private Halving() {}

  /** Whether a pool is such a one; with none that stands over the edge. */
  public static boolean is(MaxPool2dForward pool) {
    return is(pool.window(), pool.sizes());
  }

  /** Whether the gradient is that of such a pool. */
  public static boolean is(MaxPool2dInputGradient pool) {
    return is(pool.window(), pool.sizes());
  }

  private static boolean is(Window window, ImageSizes s) {
    return window.equals(WINDOW) && 2 * s.ho() <= s.hi() && 2 * s.wo() <= s.wi();
  }

  /** Whether such a pool takes what a convolution gives. */
  public static boolean follows(Conv2dForward k, MaxPool2dForward pool) {
    return pool.x() == k.y() && is(pool);
  }

  /** Whether the gradient of such a pool takes what a ReLU's gives, and both overwrite. */
  public static boolean follows(ReLUInputGradient relu, MaxPool2dInputGradient pool) {
    return relu.dx() == pool.dy() && relu.add() == 0 && pool.add() == 0 && is(pool);
  }
}
