package org.tornadonn.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tornadonn.data.DataException;

/** The folder that a run leaves behind: model, metrics, answers, pictures. */
record RunFolder(Path path) {

  /**
   * Makes the folder.
   *
   * @param overwrite whether it may hold an earlier run, whose files are then replaced one by one
   * @throws DataException if it holds something and may not, or cannot be written
   */
  static RunFolder create(Path path, boolean overwrite) {
    try {
      Files.createDirectories(path);
      try (var inside = Files.list(path)) {
        if (!overwrite && inside.findAny().isPresent()) {
          throw new DataException(
              "Folder %s is not empty: choose another with --output, or replace the run with --overwrite."
                  .formatted(path));
        }
      }
      if (!Files.isWritable(path)) {
        throw new IOException("not writable");
      }
      return new RunFolder(path);
    } catch (IOException e) {
      throw new DataException(
          "Folder %s cannot be written: choose another with --output.".formatted(path), e);
    }
  }

  /**
   * The folder of a run that is to go on.
   *
   * @param epochs the epochs that are kept; metrics of later ones are dropped
   * @throws DataException if its files cannot be written
   */
  static RunFolder resume(Path path, int epochs) {
    var folder = new RunFolder(path);
    try {
      var kept = Files.readAllLines(folder.metrics()).stream().limit(epochs).toList();
      Files.write(folder.metrics(), kept);
      return folder;
    } catch (IOException e) {
      throw new DataException(
          "Run %s cannot go on: %s cannot be read and written.".formatted(path, folder.metrics()),
          e);
    }
  }

  Path model() {
    return path.resolve("model.safetensors");
  }

  /** What a training needs to go on. */
  Path checkpoint() {
    return path.resolve("checkpoint.safetensors");
  }

  Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** Appends one object to {@code metrics.jsonl}; the first epoch begins the file anew. */
  void addMetrics(Metrics epoch) {
    write(
        metrics(),
        epoch.json() + "\n",
        StandardOpenOption.CREATE,
        epoch.epoch() == 1 ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND,
        StandardOpenOption.WRITE);
  }

  /** Writes a text file. */
  void write(Path file, String text, StandardOpenOption... options) {
    try {
      Files.writeString(file, text, options);
    } catch (IOException e) {
      throw new DataException("%s cannot be written: is the disk full?".formatted(file), e);
    }
  }
}
