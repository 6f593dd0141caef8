package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDatasetTest {

  @TempDir Path folder = Path.of(".");

  /** A file of zeros, type and dimensions, then the given bytes. */
  private static byte[] idx(int type, int[] dimensions, byte... values) {
    var bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
    bytes.putInt(type << 8 | dimensions.length);
    Arrays.stream(dimensions).forEach(bytes::putInt);
    return bytes.put(values).array();
  }

  private static int[] dims(int... dimensions) {
    return dimensions;
  }

  private static byte[] packed(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private IdxFiles pair(byte[] images, byte[] labels) throws IOException {
    return new IdxFiles(
        Files.write(folder.resolve("train-images-idx3-ubyte"), images),
        Files.write(folder.resolve("train-labels-idx1-ubyte"), labels));
  }

  private static final byte[] TWO_PICTURES =
      idx(8, dims(2, 2, 3), new byte[] {0, 51, (byte) 255, 1, 2, 3, 4, 5, 6, 7, 8, (byte) 128});
  private static final byte[] TWO_LABELS = idx(8, dims(2), new byte[] {2, 0});

  @Test
  void readsPicturesAndLabels() throws IOException {
    var data = IdxDataset.open(pair(TWO_PICTURES, TWO_LABELS));
    assertEquals(2, data.size());
    assertEquals(List.of("0", "1", "2"), data.classes());
    assertEquals(List.of(1, 2, 3), data.inputShape());
    float[] x = new float[12];
    float[] y = new float[2];
    data.read(0, 0, x, 0, y, 0);
    data.read(1, 0, x, 6, y, 1);
    assertArrayEquals(new float[] {2, 0}, y);
    assertArrayEquals(
        new float[] {0, 0.2f, 1, 1 / 255f, 2 / 255f, 3 / 255f}, Arrays.copyOf(x, 6), 1e-7f);
    assertEquals(128 / 255f, x[11]);
    assertTrue(data.name(1).endsWith("train-images-idx3-ubyte#1"), data.name(1));
  }

  @Test
  void findsTheUsualNamesPackedOrNot() throws IOException {
    assertTrue(IdxFiles.find(folder, IdxFiles.Part.TRAINING).isEmpty());
    pair(TWO_PICTURES, TWO_LABELS);
    var test = folder.resolve("t10k-images.idx3-ubyte.gz");
    Files.write(test, packed(TWO_PICTURES));
    Refusal.of(
        () -> IdxFiles.find(folder, IdxFiles.Part.TEST), "t10k-labels-idx1-ubyte", "other file");
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), packed(TWO_LABELS));
    var plain = IdxDataset.open(IdxFiles.find(folder, IdxFiles.Part.TRAINING).orElseThrow());
    var packed = IdxDataset.open(IdxFiles.find(folder, IdxFiles.Part.TEST).orElseThrow());
    float[] expected = new float[6];
    float[] actual = new float[6];
    plain.read(1, 0, expected, 0, new float[1], 0);
    packed.read(1, 0, actual, 0, new float[1], 0);
    assertArrayEquals(expected, actual);
  }

  @Test
  void labelsAreThoseOfAKnownModel() throws IOException {
    var files = pair(TWO_PICTURES, TWO_LABELS);
    var data = IdxDataset.open(files, List.of("2", "1", "0"));
    assertEquals(0, data.label(0));
    assertEquals(2, data.label(1));
    Refusal.of(() -> IdxDataset.open(files, List.of("cat", "dog")), "no class '2', only cat, dog");
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    byte[] huge = idx(8, dims(2_000_000_000, 2, 3));
    refused("is no IDX file: it begins with 89504e47", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    refused("type 0d, but only unsigned bytes (08)", idx(13, dims(1, 1, 1), new byte[4]));
    refused("1 dimensions, but images have 3", TWO_LABELS);
    refused("dimension of 0", idx(8, dims(0, 2, 3)));
    refused("dimension of 4294967295", idx(8, dims(-1, 2, 3)));
    refused("cut off in its header", Arrays.copyOf(TWO_PICTURES, 11));
    refused("at most 2 GB", huge);
    refused("2×2×3 values, which is 28 bytes with the header, but has 27", shorter(TWO_PICTURES));
    refused("but has 29", Arrays.copyOf(TWO_PICTURES, 29));
    refused("3 pictures, but", idx(8, dims(3, 1, 1), new byte[3]));
  }

  @Test
  void packedFilesAreReadAsStrictly() throws IOException {
    var labels = Files.write(folder.resolve("labels"), TWO_LABELS);
    var images = folder.resolve("images.gz");
    var files = new IdxFiles(images, labels);
    Files.write(images, packed(shorter(TWO_PICTURES)));
    Refusal.of(
        () -> IdxDataset.open(files), "cut off: it announces 2×2×3 values, but ends after 11");
    Files.write(images, packed(Arrays.copyOf(TWO_PICTURES, 29)));
    Refusal.of(() -> IdxDataset.open(files), "goes on after the 2×2×3 values");
    Files.write(images, shorter(packed(TWO_PICTURES)));
    Refusal.of(() -> IdxDataset.open(files), "images.gz");
    Files.write(images, TWO_PICTURES);
    Refusal.of(() -> IdxDataset.open(files), "no valid gzip file");
    // Two billion bytes are announced in a hundred: that must not cost two billion.
    Files.write(images, packed(idx(8, dims(2, 30_000, 30_000), new byte[100])));
    Refusal.of(() -> IdxDataset.open(files), "ends after 100");
  }

  private static byte[] shorter(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length - 1);
  }

  private void refused(String said, byte[] images) throws IOException {
    var files = pair(images, TWO_LABELS);
    Refusal.of(() -> IdxDataset.open(files), said);
  }
}
