package org.tornadonn.cli.classify;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.usage.Listed;
import org.tornadonn.data.CsvDataset;
import org.tornadonn.data.DataException;
import org.tornadonn.data.IdxDataset;
import org.tornadonn.data.IdxFiles;
import org.tornadonn.data.ImageFolderDataset;
import org.tornadonn.data.LabelledDataset;
import org.tornadonn.data.LeftOut;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Classification.Table;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say how samples with classes are stored. */
public final class LabelledData {

  /** The most broken pictures that are named. */
  private static final int NAMED = 5;

  /** What people call the parts of a data set. */
  private static final Set<String> PARTS =
      Set.of("train", "training", "val", "valid", "validation", "test", "testing");

  /** What becomes of a picture that cannot be read. */
  enum Broken {
    FAIL,
    SKIP
  }

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "folder (of class folders with pictures), idx (MNIST's files) or csv. Default: what is"
              + " there.")
  public @Nullable DataFormat format;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "CSV: the column that holds the class. Default: the last, or the model's.")
  @Nullable String label;

  @Mixin TableOptions tables = new TableOptions();

  @Option(
      names = "--broken",
      paramLabel = "WHAT",
      description =
          "Pictures in folders that cannot be read: fail, or skip, which reads all of them first"
              + " and goes on as if the broken ones were not there. Default: fail.")
  @Nullable Broken broken;

  /** Wrong usage if one is given: nothing here has use for it. */
  public void refuse(CommandSpec command, String reason) {
    tables.refuse(command, reason);
    if (format != null || label != null || broken != null) {
      throw new ParameterException(
          command.commandLine(),
          (format != null ? "--format " : label != null ? "--label " : "--broken ") + reason);
    }
  }

  /**
   * How the samples at a path are stored.
   *
   * @throws ParameterException if another option belongs to another format
   */
  public DataFormat format(CommandSpec command, Path path) {
    var found = format == null ? DataFormat.of(path) : format;
    if (label != null && found != DataFormat.CSV) {
      throw new ParameterException(
          command.commandLine(), "--label belongs to CSV files: %s is none".formatted(path));
    }
    if (found != DataFormat.CSV) {
      tables.refuse(command, "belongs to CSV files: %s is none".formatted(path));
    }
    if (broken != null && found != DataFormat.FOLDER) {
      throw new ParameterException(
          command.commandLine(),
          "--broken belongs to folders of pictures: %s is none".formatted(path));
    }
    return found;
  }

  /** Opens samples to train on, which say what the classes are. */
  public LabelledDataset training(
      CommandSpec command,
      DataFormat found,
      Path path,
      List<String> ignored,
      int channels,
      int size,
      int workers) {
    return switch (found) {
      case FOLDER -> {
        requireClasses(path);
        yield readable(ImageFolderDataset.open(path, channels, size), workers);
      }
      case IDX ->
          IdxDataset.open(
              given(path)
                  .or(() -> IdxFiles.find(path, IdxFiles.Part.TRAINING))
                  .orElseThrow(() -> noFiles(path, "train-images-idx3-ubyte")));
      case CSV -> told(CsvDataset.open(path, label, ignored, tables.hints(command, null)), path);
    };
  }

  /** The samples that lie beside the training's to be kept back, as MNIST's t10k files do. */
  public Optional<LabelledDataset> beside(
      DataFormat found, Path path, Shape input, List<String> classes) {
    return found == DataFormat.IDX
        ? IdxFiles.find(path, IdxFiles.Part.TEST)
            .filter(files -> !files.images().equals(path.toAbsolutePath()))
            .map(files -> fitting(path, IdxDataset.open(files, classes), input))
        : Optional.empty();
  }

  /**
   * Opens samples for a model that is known.
   *
   * @param table what its columns are called; null if it takes pictures
   * @throws DataException if they cannot be read, or are no inputs of the model
   */
  public LabelledDataset known(
      CommandSpec command,
      Path path,
      Shape input,
      List<String> classes,
      @Nullable Table table,
      int workers) {
    var found = format(command, path);
    if ((table == null) == (found == DataFormat.CSV)) {
      throw new DataException(
          table == null
              ? "%s is a table, but the model takes pictures".formatted(path)
              : "%s holds pictures, but the model takes rows with the columns %s"
                  .formatted(path, Listed.of(table.columns())));
    }
    if (table != null) {
      var column = label == null ? table.label() : label;
      var hints = tables.hints(command, table);
      return told(CsvDataset.open(path, table.columns(), column, classes, hints), path);
    }
    if (found == DataFormat.FOLDER) {
      int size = Classifier.imageSize(input);
      return readable(ImageFolderDataset.open(path, input.dim(0), size, classes), workers);
    }
    var files =
        given(path)
            .or(() -> IdxFiles.find(path, IdxFiles.Part.TEST))
            .or(() -> IdxFiles.find(path, IdxFiles.Part.TRAINING))
            .orElseThrow(() -> noFiles(path, "t10k-images-idx3-ubyte"));
    System.err.printf("Reading %s%n", files.images());
    return fitting(path, IdxDataset.open(files, classes), input);
  }

  /** The pair of images that were given themselves. */
  private static Optional<IdxFiles> given(Path path) {
    return Files.isRegularFile(path) ? Optional.of(IdxFiles.of(path)) : Optional.empty();
  }

  private static CsvDataset told(CsvDataset rows, Path path) {
    TableOptions.tell(path, rows.found());
    return rows;
  }

  private static LabelledDataset fitting(Path path, LabelledDataset data, Shape input) {
    var shape = Shape.of(ints(data.inputShape()));
    if (!shape.equals(input)) {
      throw new DataException(
          "%s holds pictures of %s, but the model takes %s".formatted(path, shape, input));
    }
    return data;
  }

  /** Parts of a data set are no classes. */
  private static void requireClasses(Path path) {
    var names = ImageFolderDataset.classesOf(path);
    if (!names.isEmpty() && PARTS.containsAll(names)) {
      throw new DataException(
          "%s holds the parts %s, no classes: give one of them with --data, and another with --validation-data"
              .formatted(path, String.join(", ", names)));
    }
  }

  /** Names files among pictures that are none. */
  public static void tell(LeftOut files) {
    if (!files.files().isEmpty()) {
      System.err.println(files.text());
    }
  }

  private LabelledDataset readable(ImageFolderDataset pictures, int workers) {
    tell(pictures.leftOut());
    if (broken != Broken.SKIP) {
      return pictures.advising("To leave out pictures that cannot be read, add --broken skip.");
    }
    var messages = new ArrayList<String>();
    var readable =
        pictures.withoutBroken(
            Math.max(1, workers), e -> messages.add(String.valueOf(e.getMessage())));
    messages.stream().limit(NAMED).forEach(message -> System.err.printf("Skipped: %s%n", message));
    if (messages.size() > NAMED) {
      System.err.printf("Skipped: %,d more%n", messages.size() - NAMED);
    }
    if (!messages.isEmpty()) {
      System.err.printf(
          "Skipped %,d of %,d pictures, which cannot be read%n", messages.size(), pictures.size());
    }
    return readable;
  }

  private static DataException noFiles(Path path, String name) {
    return new DataException("%s holds no %s (or %s.gz)".formatted(path, name, name));
  }

  public static int[] ints(List<Integer> sizes) {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }
}
