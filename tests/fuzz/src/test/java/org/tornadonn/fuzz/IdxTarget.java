package org.tornadonn.fuzz;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.tornadonn.data.IdxDataset;
import org.tornadonn.data.IdxFiles;

/**
 * Pictures, or their labels, as MNIST has them; the other file of the pair is right.
 *
 * @param packed by gzip
 * @param labels whether the input is the file of labels
 */
record IdxTarget(boolean packed, boolean labels) implements Target {

  private static final int COUNT = 12;
  private static final byte[] IMAGES = array(COUNT, 3, 4);
  private static final byte[] LABELS = array(COUNT);

  private static byte[] array(int... dimensions) {
    int size = 1;
    for (int dimension : dimensions) {
      size *= dimension;
    }
    var bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + size);
    bytes.putInt(0x0800 + dimensions.length);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    for (int i = 0; i < size; i++) {
      bytes.put((byte) (i % 10));
    }
    return bytes.array();
  }

  @Override
  public String name() {
    return "idx-" + (labels ? "labels" : "images") + (packed ? "-gz" : "");
  }

  @Override
  public String ending() {
    return packed ? ".gz" : "-ubyte";
  }

  @Override
  public int inputs() {
    return 4000;
  }

  private byte[] plain() {
    return labels ? LABELS : IMAGES;
  }

  @Override
  public List<byte[]> seeds() {
    return List.of(packed ? pack(plain()) : plain());
  }

  @Override
  public byte[] input(Choices choices) {
    byte[] bytes = plain();
    if (!choices.oneIn(3)) {
      var fields = List.of(new Field(0, 4, false), new Field(4, 4, false));
      bytes = Field.several(bytes, fields, choices);
    }
    if (choices.oneIn(2)) {
      bytes = Mutation.several(bytes, List.of(IMAGES, LABELS), choices);
    }
    if (!packed) {
      return bytes;
    }
    if (choices.oneIn(500)) {
      bytes = Mutation.replace(bytes, bytes.length, bytes.length, new byte[20 << 20]);
    }
    byte[] small = pack(bytes);
    return choices.oneIn(2) ? Mutation.several(small, List.of(small), choices) : small;
  }

  static byte[] pack(byte[] bytes) {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  @Override
  public void read(Path file) throws IOException {
    var other = file.resolveSibling("other-ubyte");
    Files.write(other, labels ? IMAGES : LABELS);
    var files = labels ? new IdxFiles(other, file) : new IdxFiles(file, other);
    var set = IdxDataset.open(files);
    float[] x = new float[set.inputLength()];
    set.read(set.size() - 1, 0, x, 0, new float[1], 0);
  }

  /** A packed file may hold a thousand times as much, which is read while it is what it says. */
  @Override
  public long mostBytes(byte[] input) {
    return packed
        ? Target.super.mostBytes(input) + 8 * unpacked(input)
        : Target.super.mostBytes(input);
  }

  private static long unpacked(byte[] input) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(input))) {
      return in.skip(Long.MAX_VALUE);
    } catch (IOException _) {
      return 0;
    }
  }
}
