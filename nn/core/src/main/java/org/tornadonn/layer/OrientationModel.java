package org.tornadonn.layer;

import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * The network that looks at a grey picture and predicts the sine and cosine of its rotation.
 *
 * <p>Input {@code (n, 1, s, s)} with s a multiple of 32, in [0, 1]; output {@code (n, 2)}. Five
 * times convolution, ReLU and pooling, then two fully connected layers: 2,231,234 parameters at s =
 * 480.
 */
public final class OrientationModel {

  private OrientationModel() {}

  /** {@return the layers} */
  public static Sequential layers() {
    return sequential(
        named(
            "conv",
            conv2d(1, 32, 3).padding(1),
            relu(),
            maxPool2d(2),
            conv2d(32, 64, 3).padding(1),
            relu(),
            maxPool2d(2),
            conv2d(64, 128, 3).padding(1),
            relu(),
            maxPool2d(2),
            conv2d(128, 128, 3).padding(1),
            relu(),
            maxPool2d(2),
            conv2d(128, 128, 3).padding(1),
            relu(),
            maxPool2d(2)),
        named("flatten", flatten()),
        named("fc", lazyLinear(64), relu(), linear(64, 2)));
  }

  /**
   * {@return the shape of one input}
   *
   * @param imageSize rows and columns, a multiple of 32
   * @throws ShapeException if it is none
   */
  public static Shape input(int imageSize) {
    if (imageSize < 32 || imageSize % 32 != 0) {
      throw new ShapeException(
          "Image size %d is not a multiple of 32: the five poolings halve it five times. Use %d."
              .formatted(imageSize, Math.max(32, Math.round(imageSize / 32f) * 32)));
    }
    return Shape.of(1, imageSize, imageSize);
  }
}
