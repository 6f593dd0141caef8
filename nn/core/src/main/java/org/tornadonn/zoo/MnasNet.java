package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.op.F.add;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.layer.BatchNorm2d;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Value;

/**
 * Inverted residuals in an order that was searched for on telephones. Input {@code (n, 3, h, w)},
 * from 32 pixels up; output {@code (n, classes)}.
 *
 * @see <a href="https://arxiv.org/abs/1807.11626">Tan and others, MnasNet</a>
 */
public final class MnasNet {

  /** Of each stage: channels, kernel, the first's stride, how much a block widens, blocks. */
  private static final int[][] STAGES = {
    {24, 3, 2, 3, 3},
    {40, 5, 2, 3, 3},
    {80, 5, 2, 6, 3},
    {96, 3, 1, 6, 2},
    {192, 5, 2, 6, 4},
    {320, 3, 1, 6, 1}
  };

  private MnasNet() {}

  /** {@return MNASNet with the depth 1.0} */
  public static Layer mnasnet(int classes) {
    var layers = new ArrayList<Layer>();
    layers.addAll(List.of(conv2d(3, 32, 3).stride(2).padding(1).bias(false), norm(32), relu()));
    layers.addAll(List.of(conv2d(32, 32, 3).padding(1).groups(32).bias(false), norm(32), relu()));
    layers.addAll(List.of(conv2d(32, 16, 1).bias(false), norm(16)));
    int in = 16;
    for (var stage : STAGES) {
      var blocks = new ArrayList<Layer>();
      for (int i = 0; i < stage[4]; i++) {
        blocks.add(new Block(in, in * stage[3], stage[0], stage[1], i == 0 ? stage[2] : 1));
        in = stage[0];
      }
      layers.add(sequential(blocks.toArray(Layer[]::new)));
    }
    layers.addAll(List.of(conv2d(in, 1280, 1).bias(false), norm(1280), relu()));
    return sequential(
            named("layers", layers.toArray(Layer[]::new)),
            named("avgpool", adaptiveAvgPool2d(1, 1)),
            named("flatten", flatten()),
            named("classifier", dropout(0.2f), linear(1280, classes)))
        .beginning(First.all(Initializer::kaimingNormalFanOut, First.uniformFanOut(3)));
  }

  private static BatchNorm2d norm(int channels) {
    return batchNorm2d(channels).momentum(3e-4f);
  }

  /**
   * An inverted residual.
   *
   * @param kernel of the convolution of each channel
   */
  public record Block(int in, int wide, int out, int kernel, int stride) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var layers =
          sequential(
              conv2d(in, wide, 1).bias(false),
              norm(wide),
              relu(),
              conv2d(wide, wide, kernel)
                  .stride(stride)
                  .padding(kernel / 2)
                  .groups(wide)
                  .bias(false),
              norm(wide),
              relu(),
              conv2d(wide, out, 1).bias(false),
              norm(out));
      var y = scope.call("layers", layers, x);
      return stride == 1 && in == out ? add(y, x) : y;
    }
  }
}
