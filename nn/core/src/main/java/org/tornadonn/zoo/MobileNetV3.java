package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.hardsigmoid;
import static org.tornadonn.layer.Layers.hardswish;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.op.F.add;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.layer.BatchNorm2d;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Value;

/**
 * MobileNetV2's blocks with squeeze and excitation and Hardswish. Input {@code (n, 3, h, w)}, from
 * 32 pixels up; output {@code (n, classes)}.
 *
 * @see <a href="https://arxiv.org/abs/1905.02244">Howard and others, Searching for MobileNetV3</a>
 */
public final class MobileNetV3 {

  private static final List<Block> SMALL =
      List.of(
          new Block(16, 3, 16, 16, true, false, 2),
          new Block(16, 3, 72, 24, false, false, 2),
          new Block(24, 3, 88, 24, false, false, 1),
          new Block(24, 5, 96, 40, true, true, 2),
          new Block(40, 5, 240, 40, true, true, 1),
          new Block(40, 5, 240, 40, true, true, 1),
          new Block(40, 5, 120, 48, true, true, 1),
          new Block(48, 5, 144, 48, true, true, 1),
          new Block(48, 5, 288, 96, true, true, 2),
          new Block(96, 5, 576, 96, true, true, 1),
          new Block(96, 5, 576, 96, true, true, 1));

  private static final List<Block> LARGE =
      List.of(
          new Block(16, 3, 16, 16, false, false, 1),
          new Block(16, 3, 64, 24, false, false, 2),
          new Block(24, 3, 72, 24, false, false, 1),
          new Block(24, 5, 72, 40, true, false, 2),
          new Block(40, 5, 120, 40, true, false, 1),
          new Block(40, 5, 120, 40, true, false, 1),
          new Block(40, 3, 240, 80, false, true, 2),
          new Block(80, 3, 200, 80, false, true, 1),
          new Block(80, 3, 184, 80, false, true, 1),
          new Block(80, 3, 184, 80, false, true, 1),
          new Block(80, 3, 480, 112, true, true, 1),
          new Block(112, 3, 672, 112, true, true, 1),
          new Block(112, 5, 672, 160, true, true, 2),
          new Block(160, 5, 960, 160, true, true, 1),
          new Block(160, 5, 960, 160, true, true, 1));

  private MobileNetV3() {}

  /** {@return MobileNetV3-Small} */
  public static Layer mobilenetV3Small(int classes) {
    return layers(SMALL, 1024, classes);
  }

  /** {@return MobileNetV3-Large} */
  public static Layer mobilenetV3Large(int classes) {
    return layers(LARGE, 1280, classes);
  }

  private static Layer layers(List<Block> blocks, int hidden, int classes) {
    int in = blocks.getFirst().in();
    int out = blocks.getLast().out();
    var features = new ArrayList<Layer>();
    features.add(Convolution.of(3, in, 3, 2, 1, norm(in), hardswish()));
    features.addAll(blocks);
    features.add(Convolution.of(out, 6 * out, 1, 1, 1, norm(6 * out), hardswish()));
    return sequential(
            named("features", features.toArray(Layer[]::new)),
            named("avgpool", adaptiveAvgPool2d(1, 1)),
            named("flatten", flatten()),
            named(
                "classifier",
                linear(6 * out, hidden),
                hardswish(),
                dropout(0.2f),
                linear(hidden, classes)))
        .beginning(First.small());
  }

  private static BatchNorm2d norm(int channels) {
    return batchNorm2d(channels).eps(1e-3f).momentum(0.01f);
  }

  /**
   * An inverted residual.
   *
   * @param kernel of the convolution of each channel
   * @param wide the channels of that
   * @param isSqueezed whether it has squeeze and excitation
   * @param isHardswish whether its activation is Hardswish, not ReLU
   */
  public record Block(
      int in, int kernel, int wide, int out, boolean isSqueezed, boolean isHardswish, int stride)
      implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      Layer activation = isHardswish ? hardswish() : relu();
      var layers = new ArrayList<Layer>();
      if (wide != in) {
        layers.add(Convolution.of(in, wide, 1, 1, 1, norm(wide), activation));
      }
      layers.add(Convolution.of(wide, wide, kernel, stride, wide, norm(wide), activation));
      if (isSqueezed) {
        layers.add(new SqueezeExcitation(wide, divisible(wide / 4), relu(), hardsigmoid()));
      }
      layers.add(Convolution.project(wide, out, norm(out)));
      var y = scope.call("block", sequential(layers.toArray(Layer[]::new)), x);
      return stride == 1 && in == out ? add(x, y) : y;
    }

    /** The nearest multiple of 8, but not below 9 tenths of it. */
    private static int divisible(int channels) {
      int near = Math.max(8, (channels + 4) / 8 * 8);
      return near < 0.9 * channels ? near + 8 : near;
    }
  }
}
