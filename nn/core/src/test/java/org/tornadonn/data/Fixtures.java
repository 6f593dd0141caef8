package org.tornadonn.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.imageio.ImageIO;

/** The pictures beside the tests (see src/test/python/make_data_fixtures.py), and made-up ones. */
final class Fixtures {

  private Fixtures() {}

  static Path file(String name) {
    try {
      return Path.of(Objects.requireNonNull(Fixtures.class.getResource(name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A picture without any symmetry. */
  static GrayImage lopsided(int width, int height) {
    float[] pixels = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] =
            (float) (0.4 + 0.3 * x / width + 0.2 * Math.sin(5.0 * y / height + 2.0 * x / width));
      }
    }
    return new GrayImage(width, height, pixels);
  }

  static void writePng(GrayImage picture, Path file) {
    try {
      ImageIO.write(picture.toBufferedImage(), "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder of small scenes and its answer sheet. */
  static Path answerSheetFolder(Path folder, int count, int size) {
    new OrientationGenerator(count, size, 5).write(folder, false, _ -> {});
    return folder;
  }

  static Map<String, byte[]> contents(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (var tree = Files.walk(folder)) {
      for (Path path : tree.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return contents;
  }
}
