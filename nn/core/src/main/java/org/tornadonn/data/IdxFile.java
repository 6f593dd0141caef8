package org.tornadonn.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.tornadonn.file.FileFault;
import org.tornadonn.heap.Heap;
import org.tornadonn.heap.HeapException;

/**
 * An array as MNIST's files hold it: two zeros, the type (8: unsigned bytes, 12: ints, as QMNIST's
 * labels are), the number of dimensions, each dimension as a big-endian int, then the values, the
 * last dimension fastest. A file that ends in {@code .gz} is unpacked while it is read.
 *
 * <p>Source: <a href="https://yann.lecun.com/exdb/mnist/">Y. LeCun, The MNIST database</a>, "The
 * IDX file format".
 *
 * @param dimensions each at least 1
 * @param values as many as the product of the dimensions, each with all of its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copies cost
record IdxFile(List<Integer> dimensions, byte[] values) {

  /** What the values are. */
  enum Type {
    UNSIGNED_BYTE(8, 1, "unsigned bytes"),
    INT(12, Integer.BYTES, "ints");

    private final int code;
    private final int bytes;
    private final String words;

    Type(int code, int bytes, String words) {
      this.code = code;
      this.bytes = bytes;
      this.words = words;
    }
  }

  private static final int CHUNK = 1 << 16;

  /**
   * Reads a file strictly: its header first, then exactly the bytes that the header announces.
   *
   * @param type that its values have to have
   * @param rank the number of dimensions that it has to have
   * @param what it holds, for errors: {@code images}
   * @throws DataException with the file, and what is wrong with it
   */
  static IdxFile read(Path file, Type type, int rank, String what) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("There is no IDX file %s".formatted(file));
    }
    boolean packed = file.toString().endsWith(".gz");
    try (InputStream stored = Files.newInputStream(file);
        InputStream plain = packed ? new GZIPInputStream(stored, CHUNK) : stored;
        var in = new DataInputStream(new BufferedInputStream(plain, CHUNK))) {
      List<Integer> dimensions = header(file, in, type, rank, what);
      long size = type.bytes;
      for (int dimension : dimensions) {
        size *= dimension;
        if (size > Heap.LONGEST) {
          throw wrong(
              file, "announces %s values: at most 2 GB are read".formatted(text(dimensions)));
        }
      }
      long there = Files.size(file);
      if (!packed && there != size + 4 + 4L * rank) {
        throw wrong(
            file,
            "announces %s values, which is %,d bytes with the header, but has %,d: copy it again"
                .formatted(text(dimensions), size + 4 + 4L * rank, there));
      }
      byte[] values = values(file, in, (int) size, packed, dimensions);
      if (in.read() >= 0) {
        throw wrong(
            file, "goes on after the %s values that it announces".formatted(text(dimensions)));
      }
      return new IdxFile(dimensions, values);
    } catch (HeapException e) {
      throw new DataException(
          "The IDX file %s is too large: %s".formatted(file, e.getMessage()), e);
    } catch (ZipException e) {
      throw new DataException(
          "The IDX file %s is no valid gzip file: %s".formatted(file, e.getMessage()), e);
    } catch (EOFException e) {
      throw new DataException(
          "The IDX file %s is cut off in its header: copy it again".formatted(file), e);
    } catch (IOException e) {
      throw new DataException(
          "The IDX file %s cannot be read: %s.".formatted(file, FileFault.reason(e)), e);
    }
  }

  private static List<Integer> header(
      Path file, DataInputStream in, Type type, int rank, String what) throws IOException {
    int magic = in.readInt();
    if (magic >>> 16 != 0) {
      throw wrong(file, "is no IDX file: it begins with %08x, not with 0000".formatted(magic));
    }
    int code = magic >>> 8 & 255;
    if (code != type.code) {
      throw wrong(
          file,
          "holds values of type %02x, but only %s (%02x) are read"
              .formatted(code, type.words, type.code));
    }
    if ((magic & 255) != rank) {
      throw wrong(
          file,
          "has %d dimensions, but %s have %d: are images and labels in the wrong places?"
              .formatted(magic & 255, what, rank));
    }
    int[] dimensions = new int[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = in.readInt();
      if (dimensions[i] < 1) {
        throw wrong(
            file, "announces a dimension of %d".formatted(Integer.toUnsignedLong(dimensions[i])));
      }
    }
    return IntStream.of(dimensions).boxed().toList();
  }

  /** Of a packed file, grows with what is there: an announcement alone costs no memory. */
  private static byte[] values(
      Path file, DataInputStream in, int size, boolean packed, List<Integer> dimensions)
      throws IOException {
    byte[] values = array(packed ? Math.min(size, CHUNK) : size, dimensions);
    int done = 0;
    while (done < size) {
      if (done == values.length) {
        byte[] larger = array((int) Math.min(size, 2L * done), dimensions);
        System.arraycopy(values, 0, larger, 0, done);
        values = larger;
      }
      int read;
      try {
        read = in.read(values, done, values.length - done);
      } catch (EOFException e) { // a packed file that is cut off
        read = -1;
      }
      if (read < 0) {
        throw wrong(
            file,
            "is cut off: it announces %s values, but ends after %,d: copy it again"
                .formatted(text(dimensions), done));
      }
      done += read;
    }
    return values;
  }

  private static byte[] array(int length, List<Integer> dimensions) {
    return Heap.bytes(length, () -> "reading its %s values".formatted(text(dimensions)));
  }

  private static String text(List<Integer> dimensions) {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }

  private static DataException wrong(Path file, String what) {
    return new DataException("The IDX file %s %s".formatted(file, what));
  }
}
