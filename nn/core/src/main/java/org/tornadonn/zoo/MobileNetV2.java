package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu6;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.op.F.add;

import java.util.ArrayList;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Value;

/**
 * Blocks that widen, convolve each channel by itself, and narrow again. Input {@code (n, 3, h, w)},
 * from 32 pixels up; output {@code (n, classes)}.
 *
 * @see <a href="https://arxiv.org/abs/1801.04381">Sandler and others, MobileNetV2: inverted
 *     residuals and linear bottlenecks</a>
 */
public final class MobileNetV2 {

  /** Of each stage: how much a block widens, its channels, its blocks, the stride of the first. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNetV2() {}

  /** {@return MobileNetV2} */
  public static Layer mobilenetV2(int classes) {
    var features = new ArrayList<Layer>();
    features.add(Convolution.of(3, 32, 3, 2, 1, batchNorm2d(32), relu6()));
    int in = 32;
    for (var stage : STAGES) {
      for (int i = 0; i < stage[2]; i++) {
        features.add(new Block(in, in * stage[0], stage[1], i == 0 ? stage[3] : 1));
        in = stage[1];
      }
    }
    features.add(Convolution.of(in, 1280, 1, 1, 1, batchNorm2d(1280), relu6()));
    return sequential(
            named("features", features.toArray(Layer[]::new)),
            named("avgpool", adaptiveAvgPool2d(1, 1)),
            named("flatten", flatten()),
            named("classifier", dropout(0.2f), linear(1280, classes)))
        .beginning(First.small());
  }

  /** An inverted residual. */
  public record Block(int in, int wide, int out, int stride) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var layers = new ArrayList<Layer>();
      if (wide != in) {
        layers.add(Convolution.of(in, wide, 1, 1, 1, batchNorm2d(wide), relu6()));
      }
      layers.add(Convolution.of(wide, wide, 3, stride, wide, batchNorm2d(wide), relu6()));
      layers.add(conv2d(wide, out, 1).bias(false));
      layers.add(batchNorm2d(out));
      var y = scope.call("conv", sequential(layers.toArray(Layer[]::new)), x);
      return stride == 1 && in == out ? add(x, y) : y;
    }
  }
}
