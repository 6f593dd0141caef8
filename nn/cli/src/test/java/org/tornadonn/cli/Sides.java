package org.tornadonn.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures in two classes: bright on the left, bright on the right. */
public final class Sides {

  private Sides() {}

  /** Two classes of pictures: bright on the left, bright on the right. */
  public static void picture(Path file, int size, boolean left) throws IOException {
    var image = new BufferedImage(size, size, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < size * size; i++) {
      boolean bright = i % size < size / 2 == left;
      image.setRGB(i % size, i / size, bright ? 0xe0c0a0 - i : 0x102030 + i);
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  public static Path pictures(Path folder, String name, int count) throws IOException {
    var target = folder.resolve(name);
    for (int i = 0; i < count; i++) {
      picture(target.resolve("left/%02d.png".formatted(i)), 8 + i % 3, true);
      picture(target.resolve("right/%02d.png".formatted(i)), 8 + i % 3, false);
    }
    return target;
  }

  public static void idx(Path data, String part, int count) throws IOException {
    int rows = 13;
    int columns = 15;
    var images = ByteBuffer.allocate(16 + count * rows * columns);
    images.putInt(0x803).putInt(count).putInt(rows).putInt(columns);
    var labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      labels.put((byte) (i % 2));
      for (int p = 0; p < rows * columns; p++) {
        boolean left = p % columns < columns / 2;
        images.put((byte) (left == (i % 2 == 0) ? 200 + i % 7 : 20 + p % 9));
      }
    }
    Files.write(data.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(data.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }
}
