package org.tornadonn.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The two files of one part of a set in IDX format.
 *
 * @param images unsigned bytes, (count, rows, columns)
 * @param labels unsigned bytes, (count)
 */
public record IdxFiles(Path images, Path labels) {

  /** Which part of a set; the names are those of MNIST's files. */
  public enum Part {
    /** What is trained on: {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}. */
    TRAINING("train"),
    /** What is kept back: {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}. */
    TEST("t10k");

    private final String prefix;

    Part(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final List<String> SPELLINGS =
      List.of("-idx%d-ubyte", ".idx%d-ubyte", "-idx%d-ubyte.gz", ".idx%d-ubyte.gz");

  /**
   * The files of a part by their usual names, with a dot in the place of the second hyphen, or
   * packed ({@code .gz}).
   *
   * @param folder where to look
   * @param part training or test
   * @return nothing if neither of the two is there
   * @throws DataException if only one of them is there
   */
  public static Optional<IdxFiles> find(Path folder, Part part) {
    var images = find(folder, part.prefix + "-images", 3);
    var labels = find(folder, part.prefix + "-labels", 1);
    if (images.isEmpty() && labels.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new IdxFiles(
            images.orElseThrow(() -> missing(folder, part.prefix + "-images-idx3-ubyte")),
            labels.orElseThrow(() -> missing(folder, part.prefix + "-labels-idx1-ubyte"))));
  }

  private static Optional<Path> find(Path folder, String name, int rank) {
    return SPELLINGS.stream()
        .map(spelling -> folder.resolve(name + spelling.formatted(rank)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static DataException missing(Path folder, String name) {
    return new DataException(
        "%s holds no %s (or %s.gz), which belongs to the other file of the pair"
            .formatted(folder, name, name));
  }
}
