package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.ArrayList;
import org.tornadonn.layer.Layer;

/**
 * Networks of 3×3 convolutions. Input {@code (n, 3, h, w)}, from 32 pixels up; output {@code (n,
 * classes)}.
 *
 * @see <a href="https://arxiv.org/abs/1409.1556">Simonyan and Zisserman, Very deep convolutional
 *     networks</a>
 */
public final class Vgg {

  private Vgg() {}

  /**
   * {@return VGG-11}
   *
   * @param isNormalized whether a batch norm follows each convolution
   */
  public static Layer vgg11(int classes, boolean isNormalized) {
    return layers(isNormalized, classes, 1, 1, 2, 2, 2);
  }

  /**
   * {@return VGG-16}
   *
   * @param isNormalized whether a batch norm follows each convolution
   */
  public static Layer vgg16(int classes, boolean isNormalized) {
    return layers(isNormalized, classes, 2, 2, 3, 3, 3);
  }

  private static Layer layers(boolean isNormalized, int classes, int... convolutions) {
    var features = new ArrayList<Layer>();
    int in = 3;
    for (int stage = 0; stage < convolutions.length; stage++) {
      int out = Math.min(64 << stage, 512);
      for (int i = 0; i < convolutions[stage]; i++) {
        features.add(conv2d(in, out, 3).padding(1));
        if (isNormalized) {
          features.add(batchNorm2d(out));
        }
        features.add(relu());
        in = out;
      }
      features.add(maxPool2d(2));
    }
    return sequential(
            named("features", features.toArray(Layer[]::new)),
            named("avgpool", adaptiveAvgPool2d(7, 7)),
            named("flatten", flatten()),
            named(
                "classifier",
                linear(512 * 7 * 7, 4096),
                relu(),
                dropout(0.5f),
                linear(4096, 4096),
                relu(),
                dropout(0.5f),
                linear(4096, classes)))
        .beginning(First.small());
  }
}
