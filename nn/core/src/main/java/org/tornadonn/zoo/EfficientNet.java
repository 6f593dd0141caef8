package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.sigmoid;
import static org.tornadonn.layer.Layers.silu;
import static org.tornadonn.op.F.add;

import java.util.ArrayList;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Value;

/**
 * MobileNetV2's blocks with squeeze and excitation and SiLU, in sizes that were searched for. Input
 * {@code (n, 3, h, w)}, from 32 pixels up; output {@code (n, classes)}.
 *
 * @see <a href="https://arxiv.org/abs/1905.11946">Tan and Le, EfficientNet</a>
 */
public final class EfficientNet {

  /** Of each stage: how much a block widens, kernel, the first's stride, channels, blocks. */
  private static final int[][] STAGES = {
    {1, 3, 1, 16, 1},
    {6, 3, 2, 24, 2},
    {6, 5, 2, 40, 2},
    {6, 3, 2, 80, 3},
    {6, 5, 1, 112, 3},
    {6, 5, 2, 192, 4},
    {6, 3, 1, 320, 1}
  };

  private static final int BLOCKS = 16;

  private EfficientNet() {}

  /** {@return EfficientNet-B0} */
  public static Layer efficientnetB0(int classes) {
    var features = new ArrayList<Layer>();
    features.add(Convolution.of(3, 32, 3, 2, 1, batchNorm2d(32), silu()));
    int in = 32;
    int block = 0;
    for (var stage : STAGES) {
      var blocks = new ArrayList<Layer>();
      for (int i = 0; i < stage[4]; i++) {
        float drop = 0.2f * block++ / BLOCKS;
        blocks.add(new Block(in, in * stage[0], stage[3], stage[1], i == 0 ? stage[2] : 1, drop));
        in = stage[3];
      }
      features.add(sequential(blocks.toArray(Layer[]::new)));
    }
    features.add(Convolution.of(in, 1280, 1, 1, 1, batchNorm2d(1280), silu()));
    return sequential(
            named("features", features.toArray(Layer[]::new)),
            named("avgpool", adaptiveAvgPool2d(1, 1)),
            named("flatten", flatten()),
            named("classifier", dropout(0.2f), linear(1280, classes)))
        .beginning(First.all(Initializer::kaimingNormalFanOut, First.uniformFanOut(1)));
  }

  /**
   * An inverted residual.
   *
   * @param kernel of the convolution of each channel
   * @param drop the probability that a sample goes past the block while training
   */
  public record Block(int in, int wide, int out, int kernel, int stride, float drop)
      implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var layers = new ArrayList<Layer>();
      if (wide != in) {
        layers.add(Convolution.of(in, wide, 1, 1, 1, batchNorm2d(wide), silu()));
      }
      layers.add(Convolution.of(wide, wide, kernel, stride, wide, batchNorm2d(wide), silu()));
      layers.add(new SqueezeExcitation(wide, Math.max(1, in / 4), silu(), sigmoid()));
      layers.add(Convolution.project(wide, out, batchNorm2d(out)));
      var y = scope.call("block", sequential(layers.toArray(Layer[]::new)), x);
      return stride == 1 && in == out
          ? add(x, scope.call("stochastic_depth", new StochasticDepth(drop), y))
          : y;
    }
  }
}
