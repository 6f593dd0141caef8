package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.adaptiveAvgPool2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import org.tornadonn.layer.Sequential;

/**
 * AlexNet in its form for one GPU. Input {@code (n, 3, h, w)}, from 63 pixels up; output {@code (n,
 * classes)}.
 *
 * @see <a href="https://arxiv.org/abs/1404.5997">Krizhevsky, One weird trick for parallelizing
 *     convolutional neural networks</a>
 */
public final class AlexNet {

  private AlexNet() {}

  /** {@return AlexNet} */
  public static Sequential alexnet(int classes) {
    return sequential(
        named(
            "features",
            conv2d(3, 64, 11).stride(4).padding(2),
            relu(),
            maxPool2d(3, 2),
            conv2d(64, 192, 5).padding(2),
            relu(),
            maxPool2d(3, 2),
            conv2d(192, 384, 3).padding(1),
            relu(),
            conv2d(384, 256, 3).padding(1),
            relu(),
            conv2d(256, 256, 3).padding(1),
            relu(),
            maxPool2d(3, 2)),
        named("avgpool", adaptiveAvgPool2d(6, 6)),
        named("flatten", flatten()),
        named(
            "classifier",
            dropout(0.5f),
            linear(256 * 6 * 6, 4096),
            relu(),
            dropout(0.5f),
            linear(4096, 4096),
            relu(),
            linear(4096, classes)));
  }
}
