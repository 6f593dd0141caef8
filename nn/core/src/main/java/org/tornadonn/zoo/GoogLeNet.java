package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.op.F.cat;
import static org.tornadonn.op.F.relu;

import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * GoogLeNet with batch norms, without its auxiliary heads. Input {@code (n, 3, h, w)}, from 15
 * pixels up; output {@code (n, classes)}.
 *
 * <p>torchvision's trained weights were made for pictures in −1 to 1, and it converts those that
 * come with ImageNet's mean and deviation; here, give them as the weights want them.
 *
 * @see <a href="https://arxiv.org/abs/1409.4842">Szegedy and others, Going deeper with
 *     convolutions</a>
 */
public final class GoogLeNet {

  private GoogLeNet() {}

  /** {@return GoogLeNet} */
  public static Layer googlenet(int classes) {
    return sequential(
            named("conv1", new Convolution(3, 64, 7, 2)),
            named("maxpool1", maxPool2d(3, 2).ceilMode(true)),
            named("conv2", new Convolution(64, 64, 1, 1)),
            named("conv3", new Convolution(64, 192, 3, 1)),
            named("maxpool2", maxPool2d(3, 2).ceilMode(true)),
            named("inception3a", new Inception(192, 64, 96, 128, 16, 32, 32)),
            named("inception3b", new Inception(256, 128, 128, 192, 32, 96, 64)),
            named("maxpool3", maxPool2d(3, 2).ceilMode(true)),
            named("inception4a", new Inception(480, 192, 96, 208, 16, 48, 64)),
            named("inception4b", new Inception(512, 160, 112, 224, 24, 64, 64)),
            named("inception4c", new Inception(512, 128, 128, 256, 24, 64, 64)),
            named("inception4d", new Inception(512, 112, 144, 288, 32, 64, 64)),
            named("inception4e", new Inception(528, 256, 160, 320, 32, 128, 128)),
            named("maxpool4", maxPool2d(2).ceilMode(true)),
            named("inception5a", new Inception(832, 256, 160, 320, 32, 128, 128)),
            named("inception5b", new Inception(832, 384, 192, 384, 48, 128, 128)),
            named("avgpool", adaptiveAvgPool2d(1, 1)),
            named("flatten", flatten()),
            named("dropout", dropout(0.2f)),
            named("fc", linear(1024, classes)))
        .beginning((layer, name, shape) -> first(name, shape));
  }

  private static @Nullable Initializer first(String name, Shape shape) {
    boolean isWeight = name.equals("weight") && shape.rank() > 1;
    return isWeight ? Initializer.truncatedNormal(0.01) : null;
  }

  /** A convolution that keeps the size but for its stride, a batch norm and a ReLU. */
  public record Convolution(int in, int out, int kernel, int stride) implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var conv = conv2d(in, out, kernel).stride(stride).padding(kernel / 2).bias(false);
      var y = scope.call("conv", conv, x);
      return relu(scope.call("bn", batchNorm2d(out).eps(1e-3f), y));
    }
  }

  /**
   * Four ways side by side: 1×1; 1×1 and 3×3; once more; maximum and 1×1.
   *
   * @param one the channels of the first way
   * @param reduced2 those of the first convolution of the second way
   * @param two those of its second one
   * @param reduced3 those of the first convolution of the third way
   * @param three those of its second one
   * @param four those of the fourth way
   */
  public record Inception(int in, int one, int reduced2, int two, int reduced3, int three, int four)
      implements Layer {

    @Override
    public Value forward(Scope scope, Value x) {
      var second =
          sequential(new Convolution(in, reduced2, 1, 1), new Convolution(reduced2, two, 3, 1));
      var third =
          sequential(new Convolution(in, reduced3, 1, 1), new Convolution(reduced3, three, 3, 1));
      var fourth = sequential(maxPool2d(3, 1, 1).ceilMode(true), new Convolution(in, four, 1, 1));
      return cat(
          1,
          scope.call("branch1", new Convolution(in, one, 1, 1), x),
          scope.call("branch2", second, x),
          scope.call("branch3", third, x),
          scope.call("branch4", fourth, x));
    }
  }
}
