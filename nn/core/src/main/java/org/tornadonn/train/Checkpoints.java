package org.tornadonn.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tornadonn.file.FileFault;
import org.tornadonn.store.AtomicFile;
import org.tornadonn.store.ModelFileException;

/**
 * A folder of checkpoints, of which the newest are kept: {@code epoch-0003.safetensors} after three
 * epochs, {@code epoch-0003-step-000020.safetensors} twenty steps later.
 *
 * @param folder made with the first checkpoint
 * @param keep how many, at least 1
 */
public record Checkpoints(Path folder, int keep) {

  private static final Pattern NAME =
      Pattern.compile("epoch-(\\d{4,9})(?:-step-(\\d{6,9}))?\\.safetensors");

  /** Checks that at least one is kept. */
  public Checkpoints {
    if (keep < 1) {
      throw new IllegalArgumentException("At least 1 checkpoint has to be kept, not " + keep + ".");
    }
  }

  /**
   * Writes a checkpoint, then deletes the oldest that are too many.
   *
   * @param checkpoint named by its epoch and step
   * @return its file
   * @throws ModelFileException if it cannot be written; all that were there are left
   */
  public Path write(Checkpoint checkpoint) {
    var file = folder.resolve(name(checkpoint.fit()));
    checkpoint.write(file);
    try {
      var all = files();
      for (var old : all.subList(Math.min(keep, all.size()), all.size())) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      throw new ModelFileException(
          folder,
          "has old checkpoints that cannot be deleted: " + FileFault.reason(e),
          "Check its permissions",
          e);
    }
    return file;
  }

  /**
   * {@return the newest checkpoint that is whole; null if there is none at all} What a killed
   * process has left behind half-written is swept up.
   *
   * @param remarks is told, in one line each, which newer ones are left out, and why
   * @throws ModelFileException if there are some, but none can be used; the message is that of the
   *     newest
   */
  public @Nullable Checkpoint newest(Consumer<String> remarks) {
    ModelFileException first = null;
    for (var file : sweptFiles()) {
      try {
        var checkpoint = Checkpoint.read(file);
        if (first != null) {
          remarks.accept(
              "%s Going on with %s instead.".formatted(first.getMessage(), file.getFileName()));
        }
        return checkpoint;
      } catch (ModelFileException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return null;
  }

  /**
   * Deletes all of them, and nothing else in the folder.
   *
   * @throws IOException if that fails
   */
  public void clear() throws IOException {
    for (var file : files()) {
      Files.deleteIfExists(file);
    }
  }

  private List<Path> sweptFiles() {
    try {
      AtomicFile.sweep(folder);
      return files();
    } catch (IOException e) {
      throw new ModelFileException(
          folder, "cannot be read: " + FileFault.reason(e), "Check its permissions", e);
    }
  }

  /** The newest first. */
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var inside = Files.list(folder)) {
      return inside
          .filter(file -> NAME.matcher(name(file)).matches())
          .sorted(Comparator.comparingLong(Checkpoints::age).reversed())
          .toList();
    }
  }

  private static String name(FitState state) {
    return state.step() == 0
        ? String.format(Locale.ROOT, "epoch-%04d.safetensors", state.epoch())
        : String.format(
            Locale.ROOT, "epoch-%04d-step-%06d.safetensors", state.epoch(), state.step());
  }

  private static long age(Path file) {
    var parts = NAME.matcher(name(file));
    if (!parts.matches()) {
      throw new IllegalStateException(file.toString());
    }
    long step = parts.group(2) == null ? 0 : Long.parseLong(parts.group(2));
    return Long.parseLong(parts.group(1)) << 32 | step;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
