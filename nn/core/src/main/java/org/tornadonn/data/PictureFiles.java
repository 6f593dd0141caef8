package org.tornadonn.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The pictures in a folder: the files whose names end as those of pictures do. */
final class PictureFiles {

  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff");

  private PictureFiles() {}

  /**
   * Every picture in a folder and its subfolders, in the order of their paths. Hidden files are
   * left out.
   *
   * @throws DataException if there is no such folder, it cannot be read, or holds no pictures
   */
  static List<Path> below(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException("There is no folder %s".formatted(folder));
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      List<Path> files = tree.filter(PictureFiles::isPicture).sorted().toList();
      if (files.isEmpty()) {
        throw new DataException(
            "The folder %s holds no pictures (png, jpg, gif, bmp or tif)".formatted(folder));
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new DataException("The folder %s cannot be read: %s".formatted(folder, e), e);
    }
  }

  private static boolean isPicture(Path path) {
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return !name.startsWith(".")
        && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1))
        && Files.isRegularFile(path);
  }
}
