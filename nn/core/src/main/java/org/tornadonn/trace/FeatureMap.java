package org.tornadonn.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.tornadonn.data.GrayImage;
import org.tornadonn.layer.Tensor;

/** Channels as pictures: the smallest number of a channel is black, the largest white. */
final class FeatureMap {

  private static final int CHANNELS = 8;

  /** The longest side of a picture; larger channels are made smaller. */
  private static final int SIDE = 96;

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
      pictures.add(png(shrunk(new GrayImage(shape.dim(3), shape.dim(2), contrast(channel)))));
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

  private static GrayImage shrunk(GrayImage image) {
    boolean small = Math.max(image.width(), image.height()) <= SIDE;
    return small || image.width() != image.height() ? image : image.toModelInput(SIDE);
  }

  private static String png(GrayImage image) {
    var bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image.toBufferedImage(), "png", bytes)) {
        throw new IllegalStateException("This Java runtime writes no PNG.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
