package org.tornadonn.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/** A file that is written whole or not at all: what was there before stays until then. */
public final class AtomicFile {

  private AtomicFile() {}

  /** What shall be in the file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it from the start of an empty file. */
    void write(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file. If that fails, nothing is left behind.
   *
   * @param file its folder is made if there is none; where it is a link, the link's target is
   *     written
   */
  public static void write(Path file, Content content) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = Objects.requireNonNull(target.getParent());
    Files.createDirectories(folder);
    // Not Files.createTempFile, whose files only their owner may read.
    Path part = folder.resolve(".%s.part".formatted(UUID.randomUUID()));
    try {
      try (var channel = FileChannel.open(part, CREATE_NEW, WRITE)) {
        content.write(channel);
        channel.force(true);
      }
      Files.move(part, target, ATOMIC_MOVE, REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    force(folder);
  }

  /** Makes the new name outlast a power cut, where the system can do that for folders. */
  private static void force(Path folder) {
    try (var channel = FileChannel.open(folder, READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders
    }
  }

  /**
   * Deletes what processes that were killed have left half-written in a folder; only for a folder
   * into which no other process writes.
   *
   * @throws IOException if something cannot be deleted
   */
  public static void sweep(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var parts = Files.newDirectoryStream(folder, ".*.part")) {
      for (var part : parts) {
        Files.deleteIfExists(part);
      }
    }
  }
}
