package org.tornadonn.layer;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.ArrayList;
import java.util.List;

/** Networks that tell classes apart: each gives one score (logit) for each class. */
public final class ClassifierModel {

  private ClassifierModel() {}

  /**
   * {@return fully connected layers with ReLU between them}
   *
   * @param hidden the units of each hidden layer; none makes it a linear classifier
   * @param classes at least 2
   */
  public static Sequential mlp(List<Integer> hidden, int classes) {
    var layers = new ArrayList<Layer>();
    for (int units : hidden) {
      layers.add(lazyLinear(units));
      layers.add(relu());
    }
    layers.add(lazyLinear(classes));
    return sequential(named("flatten", flatten()), named("fc", layers.toArray(Layer[]::new)));
  }

  /**
   * {@return a small convolutional network for pictures of any size: three times convolution, batch
   * normalization and ReLU, two of them with pooling, then means of 2 × 2 fields}
   *
   * @param channels of a picture
   * @param classes at least 2
   */
  public static Sequential cnn(int channels, int classes) {
    return sequential(
        named(
            "conv",
            conv2d(channels, 16, 3).padding(1).bias(false),
            batchNorm2d(16),
            relu(),
            maxPool2d(2),
            conv2d(16, 32, 3).padding(1).bias(false),
            batchNorm2d(32),
            relu(),
            maxPool2d(2),
            conv2d(32, 64, 3).padding(1).bias(false),
            batchNorm2d(64),
            relu()),
        named("pool", adaptiveAvgPool2d(2, 2)),
        named("flatten", flatten()),
        named("fc", linear(64 * 4, classes)));
  }

  /**
   * {@return LeNet-5 with ReLU and maximum pooling, for grey pictures of 12 × 12 pixels or more;
   * MNIST's 28 × 28 are what it was made for}
   *
   * @param channels of a picture
   * @param classes at least 2
   * @see <a href="http://yann.lecun.com/exdb/publis/pdf/lecun-01a.pdf">LeCun, Bottou, Bengio,
   *     Haffner: Gradient-based learning applied to document recognition, 1998</a>
   */
  public static Sequential lenet(int channels, int classes) {
    return sequential(
        named(
            "conv",
            conv2d(channels, 6, 5).padding(2),
            relu(),
            maxPool2d(2),
            conv2d(6, 16, 5),
            relu(),
            maxPool2d(2)),
        named("flatten", flatten()),
        named("fc", lazyLinear(120), relu(), linear(120, 84), relu(), linear(84, classes)));
  }
}
