package org.tornadonn.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadonn.data.GrayImage;
import org.tornadonn.layer.Tensor;
import org.tornadonn.page.Png;

/** Channels as pictures: the smallest number of a channel is black, the largest white. */
final class FeatureMap {

  private static final int CHANNELS = 8;

  private FeatureMap() {}

  /** The first channels of the first sample as PNG files in base64; none if it is no picture. */
  static List<String> of(Tensor tensor) {
    var shape = tensor.shape();
    if (shape.rank() != 4 || shape.dim(2) < 2 || shape.dim(3) < 2) {
      return List.of();
    }
    int size = shape.dim(2) * shape.dim(3);
    var pictures = new ArrayList<String>();
    for (int c = 0; c < Math.min(CHANNELS, shape.dim(1)); c++) {
      var channel = Arrays.copyOfRange(tensor.values(), c * size, (c + 1) * size);
      pictures.add(Png.of(new GrayImage(shape.dim(3), shape.dim(2), contrast(channel))));
    }
    return pictures;
  }

  private static float[] contrast(float[] channel) {
    var range = Statistics.of(channel);
    float width = range.max() - range.min();
    for (int i = 0; i < channel.length; i++) {
      channel[i] = width > 0 ? (channel[i] - range.min()) / width : 0;
    }
    return channel;
  }
}
