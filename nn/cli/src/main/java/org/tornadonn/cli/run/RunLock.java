package org.tornadonn.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.show.Json;
import org.tornadonn.data.DataException;
import org.tornadonn.file.FileFault;
import org.tornadonn.json.JsonFault;
import org.tornadonn.json.StrictJson;

/**
 * Keeps other processes out of a run's folder. The operating system holds the lock, and gives it up
 * when this process ends in whatever way; the file {@code lock}, which says who holds it, stays.
 */
public final class RunLock implements AutoCloseable {

  /** Its name inside the folder. */
  static final String FILE_NAME = "lock";

  /** Longer than what is in the file: where systems keep others from reading what is locked. */
  private static final long FAR = 1L << 40;

  private static final String UNKNOWN = "another process trains there";
  private static final int LONGEST = 1 << 14;
  private static final int LONGEST_COMMAND = 1000;

  private final @Nullable FileChannel channel;

  private RunLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Who holds a lock.
   *
   * @param host the machine that the process runs on
   * @param since when it began, in UTC
   * @param command what it does
   */
  private record Holder(long pid, String host, String since, String command) {

    static Holder here(String command) {
      return new Holder(
          ProcessHandle.current().pid(),
          thisMachine(),
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          command.substring(0, Math.min(LONGEST_COMMAND, command.length())));
    }

    /** Not by a name server, which may take its time, where the system knows. */
    private static String thisMachine() {
      try {
        var linux = Path.of("/proc/sys/kernel/hostname");
        return Files.isReadable(linux)
            ? Files.readString(linux).strip()
            : InetAddress.getLocalHost().getHostName();
      } catch (IOException e) {
        return "unknown";
      }
    }
  }

  /**
   * Locks a folder. Where that cannot be done, says so on stderr and goes on without.
   *
   * @param run a folder that is there
   * @param command what this process does there, for those who come later
   * @throws DataException if another process holds it; the message says which
   */
  public static RunLock take(Path run, String command) {
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              run.resolve(FILE_NAME),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        // It stays open: to close it would give up the lock of another thread of this process.
        throw new DataException(
            "Run %s is in use: %s. Wait for it, stop it, or choose another folder with --output."
                .formatted(run, holder(channel)));
      }
    } catch (IOException | UnsupportedOperationException e) {
      System.err.printf(
          "Nothing keeps other processes out of %s: it cannot be locked: %s%n",
          run, FileFault.reason(e));
    }
    return new RunLock(channel).named(command);
  }

  private RunLock named(String command) {
    try {
      if (channel != null) {
        write(channel, Json.line(Holder.here(command)) + "\n");
      }
      return this;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(FAR, 1, false) != null;
    } catch (OverlappingFileLockException e) {
      return false; // by another thread of this process
    }
  }

  private static void write(FileChannel channel, String text) {
    try {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      channel.truncate(0);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      // It is locked all the same, and nobody learns by whom.
    }
  }

  /** Who holds it, as far as the file tells. */
  private static String holder(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(LONGEST);
    channel.read(bytes, 0);
    var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    try {
      var holder = StrictJson.tree(text);
      if (!holder.isObject()) {
        return UNKNOWN;
      }
      return "process %s on %s trains there since %s (%s)"
          .formatted(
              holder.path("pid").asText("?"),
              holder.path("host").asText("?"),
              holder.path("since").asText("?"),
              holder.path("command").asText("?"));
    } catch (JsonFault e) {
      return UNKNOWN;
    }
  }

  /** Lets others in. */
  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
