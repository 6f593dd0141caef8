package org.tornadonn.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tornadonn.data.DataException;
import org.tornadonn.store.AtomicFile;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Checkpoints;

/** The folder that a run leaves behind: settings, metrics, checkpoints, models, a report. */
record RunFolder(Path path) {

  /**
   * Makes the folder.
   *
   * @param overwrite whether it may hold an earlier run, whose files are then replaced one by one;
   *     that run cannot go on any more
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
      var folder = new RunFolder(path);
      folder.clear();
      return folder;
    } catch (IOException e) {
      throw new DataException(
          "Folder %s cannot be written: choose another with --output.".formatted(path), e);
    }
  }

  /** The settings first: without them nothing here is a run that could go on. */
  private void clear() throws IOException {
    Files.deleteIfExists(configuration());
    new Checkpoints(checkpoints(), 1).clear();
    Files.deleteIfExists(best());
    Files.deleteIfExists(metrics());
    Files.deleteIfExists(report());
  }

  /**
   * The folder of a run that is to go on; what a killed process has left half-written is swept up,
   * and an earlier report, which would be there if this process were killed too.
   *
   * @param epochs the epochs that are kept; metrics of later ones are dropped
   * @throws DataException if its files cannot be written
   */
  static RunFolder resume(Path path, int epochs) {
    var folder = new RunFolder(path);
    try {
      AtomicFile.sweep(path);
      Files.deleteIfExists(folder.report());
      if (Files.exists(folder.metrics())) {
        var kept = new StringBuilder();
        Files.readAllLines(folder.metrics()).stream()
            .limit(epochs)
            .forEach(line -> kept.append(line).append('\n'));
        folder.replace(folder.metrics(), kept.toString());
      }
      return folder;
    } catch (IOException e) {
      throw new DataException(
          "Run %s cannot go on: %s cannot be read and written.".formatted(path, folder.metrics()),
          e);
    }
  }

  /** The model after the last epoch. */
  Path model() {
    return path.resolve("model.safetensors");
  }

  /** The model after the best epoch. */
  Path best() {
    return path.resolve("best.safetensors");
  }

  /** All settings of the run. */
  Path configuration() {
    return path.resolve("config.json");
  }

  /** What a training needs to go on. */
  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** What it came to, as a page. */
  Path report() {
    return path.resolve("report.html");
  }

  Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** Appends one object to {@code metrics.jsonl}. */
  void addMetrics(Metrics epoch) {
    write(
        metrics(),
        epoch.json() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  /** Writes a text file. */
  void write(Path file, String text, StandardOpenOption... options) {
    try {
      Files.writeString(file, text, options);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  /** Writes a text file in one step: one that is there stays until the new one is complete. */
  void replace(Path file, String text) {
    try {
      AtomicFile.write(
          file,
          channel -> {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          });
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  private static DataException unwritten(Path file, IOException e) {
    return new DataException(
        "%s cannot be written: %s.".formatted(file, ModelFileException.reason(e)), e);
  }
}
