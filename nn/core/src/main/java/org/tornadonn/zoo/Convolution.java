package org.tornadonn.zoo;

import static org.tornadonn.layer.Layers.conv2d;

import org.tornadonn.layer.BatchNorm2d;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Sequential;

/** A convolution without a bias that keeps the size but for its stride, and its batch norm. */
final class Convolution {

  private Convolution() {}

  /** With an activation behind it. */
  static Sequential of(
      int in, int out, int kernel, int stride, int groups, BatchNorm2d norm, Layer activation) {
    var conv = conv2d(in, out, kernel).stride(stride).padding(kernel / 2).groups(groups);
    return Layers.sequential(conv.bias(false), norm, activation);
  }

  /** 1×1, without an activation. */
  static Sequential project(int in, int out, BatchNorm2d norm) {
    return Layers.sequential(conv2d(in, out, 1).bias(false), norm);
  }
}
