package org.tornadonn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Check sums of the files of a set: of their names below the folder that they share, so that it may
 * be moved; and of their sizes and contents.
 *
 * <p>Of up to 65,536 files contents are read, 64 MiB in all: the whole of files that are smaller
 * than their share of that, else the first and the last half of the share. Made once, when they are
 * first asked for; any number of threads may ask.
 */
final class FileSums {

  private static final int MOST_FILES = 1 << 16;
  private static final long MOST_BYTES = 64L << 20;

  /** Of a file that cannot be read: who needs it will say so. */
  private static final long UNREADABLE = -1;

  private final List<Path> files;
  private @Nullable Fingerprint fingerprint;

  FileSums(List<Path> files) {
    this.files = files;
  }

  synchronized Fingerprint fingerprint() {
    if (fingerprint == null) {
      fingerprint =
          Fingerprint.UNKNOWN
              .with(Fingerprint.SAMPLES, new Sum().add(files.size()))
              .with(Fingerprint.NAMES, names())
              .with(Fingerprint.PICTURES, contents());
    }
    return fingerprint;
  }

  private Sum names() {
    var sum = new Sum();
    var shared = files.getFirst().getParent();
    for (var file : files) {
      while (shared != null && !file.startsWith(shared)) {
        shared = shared.getParent();
      }
    }
    for (var file : files) {
      sum.add((shared == null ? file : shared.relativize(file)).toString().replace('\\', '/'));
    }
    return sum;
  }

  private Sum contents() {
    var sum = new Sum();
    int share = files.size() > MOST_FILES ? 0 : Math.toIntExact(MOST_BYTES / files.size());
    files.parallelStream().mapToLong(file -> content(file, share)).forEachOrdered(sum::add);
    return sum;
  }

  private static long content(Path file, int share) {
    try {
      if (share == 0) {
        return Files.size(file);
      }
      try (var channel = Files.newByteChannel(file)) {
        long size = channel.size();
        var sum = new Sum().add(size);
        if (size <= share) {
          read(channel, 0, (int) size, sum);
        } else {
          read(channel, 0, share / 2, sum);
          read(channel, size - share / 2, share / 2, sum);
        }
        return sum.value();
      }
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  private static void read(SeekableByteChannel channel, long from, int length, Sum sum)
      throws IOException {
    var bytes = ByteBuffer.allocate(length);
    channel.position(from);
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
      // until there is no more
    }
    sum.add(bytes.flip());
  }
}
