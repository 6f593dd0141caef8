package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.convTranspose2d;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.op.F.cat;

import java.util.ArrayList;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.layer.Sequential;
import org.tornadonn.plan.Value;

/**
 * A class for each pixel: halved four times, then doubled again beside what was there before. Input
 * {@code (n, c, h, w)} with h and w multiples of 16; output {@code (n, classes, h, w)}.
 *
 * @param width the channels of the first level; each level below has twice as many
 * @param classes the number of outputs of a pixel
 * @see <a href="https://arxiv.org/abs/1505.04597">Ronneberger and others, U-Net</a>
 */
public record UNet(int width, int classes) implements Layer {

  private static final int LEVELS = 4;

  /** {@return a U-Net whose first level has 64 channels} */
  public static UNet unet(int classes) {
    return new UNet(64, classes);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var past = new ArrayList<Value>();
    var y = scope.call("inc", twice(x.shape().dim(1), width), x);
    for (int level = 1; level <= LEVELS; level++) {
      past.add(y);
      y = scope.call("down" + level, new Down(width << (level - 1)), y);
    }
    for (int level = 1; level <= LEVELS; level++) {
      y = up(scope, level, y, past.removeLast());
    }
    return scope.call("outc", conv2d(width, classes, 1), y);
  }

  private Value up(Scope scope, int level, Value x, Value past) {
    int out = past.shape().dim(1);
    return scope.call(
        "up" + level,
        (inner, y) -> {
          var larger = inner.call("up", convTranspose2d(2 * out, out, 2).stride(2), y);
          return inner.call("conv", twice(2 * out, out), cat(1, past, larger));
        },
        x);
  }

  private record Down(int in) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      return scope.call("conv", twice(in, 2 * in), scope.call("pool", maxPool2d(2), x));
    }
  }

  private static Sequential twice(int in, int out) {
    return sequential(
        conv2d(in, out, 3).padding(1).bias(false),
        batchNorm2d(out),
        relu(),
        conv2d(out, out, 3).padding(1).bias(false),
        batchNorm2d(out),
        relu());
  }
}
