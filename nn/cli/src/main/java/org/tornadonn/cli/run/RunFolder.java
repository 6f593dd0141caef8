package org.tornadonn.cli.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tornadonn.data.DataException;
import org.tornadonn.file.FileFault;
import org.tornadonn.store.AtomicFile;
import org.tornadonn.train.Checkpoints;

/** The folder that a run leaves behind: settings, metrics, checkpoints, models, a report. */
public record RunFolder(Path path) {

  /**
   * Makes the folder.
   *
   * @param overwrite whether it may hold an earlier run, whose files are then replaced one by one;
   *     that run cannot go on any more
   * @throws DataException if it holds something and may not, or cannot be written
   */
  public static RunFolder create(Path path, boolean overwrite) {
    try {
      Files.createDirectories(path);
      if (!overwrite) {
        requireEmpty(path);
      }
      if (!Files.isWritable(path)) {
        throw new IOException("not writable");
      }
      var folder = new RunFolder(path);
      folder.clear();
      return folder;
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static DataException unusable(Path path, IOException e) {
    return new DataException(
        "Folder %s cannot be written: choose another with --output.".formatted(path), e);
  }

  private static void requireEmpty(Path path) throws IOException {
    try (var inside = Files.list(path)) {
      if (inside.anyMatch(file -> !file.endsWith(RunLock.FILE_NAME))) {
        throw new DataException(
            "Folder %s is not empty: choose another with --output, or replace the run with --overwrite."
                .formatted(path));
      }
    }
  }

  /**
   * Makes the folder of a run that is about to begin, and keeps other processes out of it. One that
   * is no run's is left as it is.
   *
   * @param overwrite whether it may hold an earlier run
   * @param command what this process does there
   * @throws DataException if another process is at work there, or if {@link #create} would refuse
   *     it
   */
  public static RunLock lock(Path path, boolean overwrite, String command) {
    try {
      Files.createDirectories(path);
      if (!overwrite && !Files.exists(path.resolve(RunLock.FILE_NAME))) {
        requireEmpty(path);
      }
    } catch (IOException e) {
      throw unusable(path, e);
    }
    return RunLock.take(path, command);
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
  public static RunFolder resume(Path path, int epochs) {
    var folder = new RunFolder(path);
    try {
      AtomicFile.sweep(path);
      folder.deleteReport();
      if (Files.exists(folder.metrics())) {
        var metrics = MetricsFile.read(folder.metrics());
        metrics.warn(folder.metrics());
        var kept = new StringBuilder();
        metrics.lines().headMap(epochs, true).values().forEach(it -> kept.append(it).append('\n'));
        folder.replace(folder.metrics(), kept.toString());
      }
      return folder;
    } catch (IOException e) {
      throw new DataException(
          "Run %s cannot go on: %s cannot be read and written.".formatted(path, folder.metrics()),
          e);
    }
  }

  private void deleteReport() {
    try {
      Files.deleteIfExists(report());
    } catch (IOException e) {
      // Who writes the next one says what is in the way.
    }
  }

  /** The model after the last epoch. */
  public Path model() {
    return path.resolve("model.safetensors");
  }

  /** The model after the best epoch. */
  public Path best() {
    return path.resolve("best.safetensors");
  }

  /** All settings of the run. */
  public Path configuration() {
    return path.resolve("config.json");
  }

  /** What a training needs to go on. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** What it came to, as a page. */
  public Path report() {
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
  public void write(Path file, String text, StandardOpenOption... options) {
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
    return new DataException("%s cannot be written: %s.".formatted(file, FileFault.reason(e)), e);
  }
}
