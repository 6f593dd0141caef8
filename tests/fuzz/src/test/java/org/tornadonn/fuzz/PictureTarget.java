package org.tornadonn.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.tornadonn.data.PictureReader;

/** Pictures, as class folders read them. */
record PictureTarget(PictureFormat format) implements Target {

  private static final int SIDE = 16;

  /** A frame of a few bytes may lie on a canvas of this size, of one colour. */
  private static final long CANVAS = 32 << 20;

  /** What a pixel may take from the file to the model's input. */
  private static final long BYTES_PER_PIXEL = 40;

  /** The most pixels that a byte of any format may stand for: deflate's 1032, of one bit. */
  private static final long PIXELS_PER_BYTE = 8 * 1032;

  @Override
  public String name() {
    return format.ending();
  }

  @Override
  public String ending() {
    return "." + format.ending();
  }

  @Override
  public int inputs() {
    return 1500;
  }

  @Override
  public List<byte[]> seeds() {
    return format.seeds();
  }

  @Override
  public byte[] input(Choices choices) {
    byte[] seed = choices.of(seeds());
    byte[] file = choices.oneIn(3) ? seed : format.restructured(seed, choices);
    return file == seed || choices.oneIn(6) ? Mutation.several(file, seeds(), choices) : file;
  }

  /** Reads in colour from the file, or in grey from its content. */
  @Override
  public void read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    float[] values =
        content.length % 2 == 0
            ? PictureReader.readInput(file, 3, SIDE)
            : PictureReader.readInput(file.toString(), content, 1, SIDE);
    for (float value : values) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalStateException("A pixel of " + value);
      }
    }
  }

  /** Metadata by the file's length, pixels by what is claimed, if the file could hold that. */
  @Override
  public long mostBytes(byte[] input) {
    long pixels = Math.min(claimedPixels(input), PIXELS_PER_BYTE * input.length);
    return CANVAS + Target.super.mostBytes(input) + BYTES_PER_PIXEL * pixels;
  }

  private static long claimedPixels(byte[] input) {
    try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(input))) {
      var reader = ImageIO.getImageReaders(in).next();
      try {
        reader.setInput(in, true, true);
        return Math.max(0, (long) reader.getWidth(0) * reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException _) {
      return 0;
    }
  }
}
