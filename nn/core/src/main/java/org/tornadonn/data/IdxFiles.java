package org.tornadonn.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tornadonn.file.FileFault;

/**
 * The two files of one part of a set in IDX format, as MNIST, Fashion-MNIST, KMNIST, EMNIST and
 * QMNIST come: {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}, with the name
 * of a set before them ({@code emnist-letters-train-images-idx3-ubyte}), with a dot in the place of
 * the second hyphen, or packed ({@code .gz}).
 *
 * @param images unsigned bytes, (count, rows, columns)
 * @param labels unsigned bytes, (count); or QMNIST's ints, (count, 8), of which the first is the
 *     class
 */
public record IdxFiles(Path images, Path labels) {

  /** Which part of a set. */
  public enum Part {
    /** What is trained on: {@code train}. */
    TRAINING,
    /** What is kept back: {@code t10k}, or {@code test}. */
    TEST;

    private List<String> words() {
      return switch (this) {
        case TRAINING -> List.of("train");
        case TEST -> List.of("t10k", "test");
      };
    }
  }

  private static final Pattern NAME =
      Pattern.compile(
          "(?<set>(?:.+-)?)(?<part>train|t10k|test)-(?<what>images|labels)[-.]"
              + "(?<type>idx3-ubyte|idx1-ubyte|idx2-int)(?<gz>(?:\\.gz)?)");

  private static final String IMAGES = "images";

  /**
   * The files of a part by their usual names.
   *
   * @param place the folder that they lie in; or the images of any part of the set
   * @param part training or test
   * @return nothing if there are no images of that part
   * @throws DataException if there are images, but no labels of theirs, or those of several sets
   */
  public static Optional<IdxFiles> find(Path place, Part part) {
    boolean isFile = Files.isRegularFile(place);
    var folder = isFile ? folder(place) : place;
    var set = isFile ? name(place).map(name -> name.group("set")).orElse("") : null;
    var there = names(folder);
    for (var word : part.words()) {
      var chosen = set == null ? set(folder, there, word) : set;
      var images = chosen == null ? null : file(there, chosen, word, IMAGES);
      var labels = chosen == null ? null : file(there, chosen, word, "labels");
      if (images != null && labels != null) {
        return Optional.of(new IdxFiles(folder.resolve(images), folder.resolve(labels)));
      }
      if (images != null || labels != null) {
        throw missing(
            folder, chosen + word + (images == null ? "-images-idx3-ubyte" : "-labels-idx1-ubyte"));
      }
    }
    return Optional.empty();
  }

  /**
   * The pair that images belong to.
   *
   * @param images a file of a usual name
   * @return it and its labels
   * @throws DataException if its name is another, or there are no labels beside it
   */
  public static IdxFiles of(Path images) {
    var name =
        name(images)
            .filter(found -> found.group("what").equals(IMAGES))
            .orElseThrow(
                () ->
                    new DataException(
                        "%s is not called as IDX images are: train-images-idx3-ubyte, or with the name of a set before it"
                            .formatted(images)));
    var set = name.group("set");
    var part = name.group("part");
    var labels = file(names(folder(images)), set, part, "labels");
    if (labels == null) {
      throw missing(folder(images), set + part + "-labels-idx1-ubyte");
    }
    return new IdxFiles(images, folder(images).resolve(labels));
  }

  /** Whether labels are ints, as QMNIST's. */
  static boolean isOfInts(Path labels) {
    return name(labels).filter(name -> name.group("type").equals("idx2-int")).isPresent();
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  private static Optional<Matcher> name(Path file) {
    return Optional.of(NAME.matcher(String.valueOf(file.getFileName()))).filter(Matcher::matches);
  }

  /** The names in a folder that files of sets have, unpacked ones first. */
  private static List<Matcher> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .flatMap(file -> name(file).stream())
          .sorted(
              Comparator.<Matcher, String>comparing(name -> name.group("gz"))
                  .thenComparing(name -> name.group()))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(
          "The folder %s cannot be read: %s.".formatted(folder, FileFault.reason(e)), e);
    }
  }

  /** The set whose part lies in a folder; one without a name goes before others. */
  private static @Nullable String set(Path folder, List<Matcher> there, String part) {
    var sets =
        there.stream()
            .filter(name -> name.group("part").equals(part))
            .map(name -> name.group("set"))
            .distinct()
            .sorted()
            .toList();
    if (sets.size() > 1 && !sets.getFirst().isEmpty()) {
      throw new DataException(
          "%s holds several sets: give the images of one, such as %s-images-idx3-ubyte, not the folder"
              .formatted(folder, folder.resolve(sets.getFirst() + part)));
    }
    return sets.isEmpty() ? null : sets.getFirst();
  }

  private static @Nullable String file(List<Matcher> there, String set, String part, String what) {
    return there.stream()
        .filter(name -> name.group("set").equals(set))
        .filter(name -> name.group("part").equals(part))
        .filter(name -> name.group("what").equals(what))
        .filter(name -> what.equals(IMAGES) == name.group("type").equals("idx3-ubyte"))
        .map(Matcher::group)
        .findFirst()
        .orElse(null);
  }

  private static DataException missing(Path folder, String name) {
    return new DataException(
        "%s holds no %s (or %s.gz), which belongs to the other file of the pair"
            .formatted(folder, name, name));
  }
}
