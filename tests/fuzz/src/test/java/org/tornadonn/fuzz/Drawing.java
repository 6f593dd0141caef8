package org.tornadonn.fuzz;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.jspecify.annotations.Nullable;

/** A small drawing in every kind of colours and compression that the JDK writes. */
final class Drawing {

  private static final int WIDTH = 21;
  private static final int HEIGHT = 13;

  private static final List<Integer> KINDS =
      List.of(
          BufferedImage.TYPE_INT_RGB,
          BufferedImage.TYPE_INT_ARGB,
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_4BYTE_ABGR,
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_USHORT_GRAY,
          BufferedImage.TYPE_USHORT_565_RGB,
          BufferedImage.TYPE_BYTE_INDEXED,
          BufferedImage.TYPE_BYTE_BINARY);

  /** JPEG and PNG in the clothes of BMP, which only printers get. */
  private static final List<String> NOT_READ = List.of("BI_JPEG", "BI_PNG");

  private Drawing() {}

  private static BufferedImage drawn(int kind) {
    var image = new BufferedImage(WIDTH, HEIGHT, kind);
    var pen = image.createGraphics();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        pen.setColor(new Color(x * 12, y * 19, (x * y * 7) % 256, 255 - x));
        pen.fillRect(x, y, 1, 1);
      }
    }
    pen.dispose();
    return image;
  }

  /** The files of a format, in all its compressions. */
  static List<byte[]> in(String format) {
    var files = new ArrayList<byte[]>();
    ImageIO.setUseCache(false);
    for (int kind : KINDS) {
      var writer = writer(format);
      var types = writer.getDefaultWriteParam().getCompressionTypes();
      for (var type : types == null ? new String[1] : types) {
        byte[] file = written(writer, drawn(kind), type, false);
        if (file != null && !NOT_READ.contains(String.valueOf(type))) {
          files.add(file);
        }
      }
      byte[] progressive = written(writer, drawn(kind), null, true);
      if (progressive != null) {
        files.add(progressive);
      }
      writer.dispose();
    }
    return files;
  }

  /** The JDK's: other writers may be on the class path. */
  private static ImageWriter writer(String format) {
    var writers = ImageIO.getImageWritersByFormatName(format);
    var writer = writers.next();
    while (!writer.getClass().getName().startsWith("com.sun.")) {
      writer = writers.next();
    }
    return writer;
  }

  /** Null if the format has no such files. */
  private static byte @Nullable [] written(
      ImageWriter writer, BufferedImage image, @Nullable String compression, boolean progressive) {
    var param = writer.getDefaultWriteParam();
    if (progressive && !param.canWriteProgressive()) {
      return null;
    }
    if (progressive) {
      param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    if (compression != null) {
      param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      param.setCompressionType(compression);
    }
    var bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } catch (IOException | RuntimeException e) { // such colours with such a compression
      return null;
    }
    return bytes.size() == 0 ? null : bytes.toByteArray();
  }
}
