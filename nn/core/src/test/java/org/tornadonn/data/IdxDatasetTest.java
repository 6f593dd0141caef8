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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** What the sets are called, and how their files are. */
  @ParameterizedTest
  @CsvSource({
    "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte",
    "train-images.idx3-ubyte, train-labels.idx1-ubyte, t10k-images.idx3-ubyte, t10k-labels.idx1-ubyte",
    "train-images-idx3-ubyte.gz, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte.gz",
    "emnist-letters-train-images-idx3-ubyte.gz, emnist-letters-train-labels-idx1-ubyte.gz, emnist-letters-test-images-idx3-ubyte, emnist-letters-test-labels-idx1-ubyte",
    "emnist-balanced-train-images-idx3-ubyte, emnist-balanced-train-labels-idx1-ubyte, emnist-balanced-test-images-idx3-ubyte.gz, emnist-balanced-test-labels-idx1-ubyte",
    "kmnist-train-images-idx3-ubyte, kmnist-train-labels-idx1-ubyte, kmnist-t10k-images-idx3-ubyte, kmnist-t10k-labels-idx1-ubyte",
    "qmnist-train-images-idx3-ubyte, qmnist-train-labels-idx2-int, qmnist-test-images-idx3-ubyte, qmnist-test-labels-idx2-int.gz",
  })
  void findsTheFilesOfAllSets(String images, String labels, String testImages, String testLabels)
      throws IOException {
    for (var name : List.of(images, testImages)) {
      written(name, TWO_PICTURES);
    }
    for (var name : List.of(labels, testLabels)) {
      var ints =
          idx(
              12,
              dims(2, 3),
              new byte[] {0, 0, 0, 2, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9});
      written(name, name.contains("idx2") ? ints : TWO_LABELS);
    }
    var training = IdxFiles.find(folder, IdxFiles.Part.TRAINING).orElseThrow();
    assertEquals(new IdxFiles(folder.resolve(images), folder.resolve(labels)), training);
    var test = IdxFiles.find(folder, IdxFiles.Part.TEST).orElseThrow();
    assertEquals(new IdxFiles(folder.resolve(testImages), folder.resolve(testLabels)), test);
    assertEquals(training, IdxFiles.of(folder.resolve(images)));
    assertEquals(test, IdxFiles.find(folder.resolve(images), IdxFiles.Part.TEST).orElseThrow());
    for (var files : List.of(training, test)) {
      var data = IdxDataset.open(files);
      assertEquals(2, data.label(0));
      assertEquals(0, data.label(1));
    }
  }

  private void written(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), name.endsWith(".gz") ? packed(bytes) : bytes);
  }

  @Test
  void ofSeveralSetsOneHasToBeNamed() throws IOException {
    for (var set : List.of("emnist-digits-", "emnist-letters-")) {
      written(set + "train-images-idx3-ubyte", TWO_PICTURES);
      written(set + "train-labels-idx1-ubyte", TWO_LABELS);
    }
    Refusal.of(
        () -> IdxFiles.find(folder, IdxFiles.Part.TRAINING),
        "several sets",
        "emnist-digits-train-images-idx3-ubyte");
    assertEquals(
        folder.resolve("emnist-letters-train-labels-idx1-ubyte"),
        IdxFiles.of(folder.resolve("emnist-letters-train-images-idx3-ubyte")).labels());
    pair(TWO_PICTURES, TWO_LABELS);
    assertEquals(
        folder.resolve("train-images-idx3-ubyte"),
        IdxFiles.find(folder, IdxFiles.Part.TRAINING).orElseThrow().images());
    var other = folder.resolve("pictures-idx3-ubyte");
    Refusal.of(() -> IdxFiles.of(other), "is not called as IDX images are");
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    Refusal.of(() -> IdxFiles.of(folder.resolve("train-images-idx3-ubyte")), "no train-labels");
  }

  /** EMNIST counts its letters from 1. */
  @ParameterizedTest
  @CsvSource({"1, 2, '1,2'", "1, 4, '1,2,3,4'", "0, 2, '0,1,2'", "254, 255, '254,255'"})
  void classesAreFromTheLowestLabelToTheHighest(int first, int second, String classes)
      throws IOException {
    var labels = idx(8, dims(2), new byte[] {(byte) second, (byte) first});
    var data = IdxDataset.open(pair(TWO_PICTURES, labels));
    assertEquals(List.of(classes.split(",")), data.classes());
    assertEquals(second - first, data.label(0));
    assertEquals(0, data.label(1));
  }

  @Test
  void oneClassIsNone() throws IOException {
    var files = pair(TWO_PICTURES, idx(8, dims(2), new byte[] {3, 3}));
    Refusal.of(() -> IdxDataset.open(files), "holds no label but 3: at least two classes");
    written("qmnist-train-images-idx3-ubyte", TWO_PICTURES);
    var ints = idx(12, dims(2, 1), new byte[] {127, 0, 0, 0, -128, 0, 0, 0});
    written("qmnist-train-labels-idx2-int", ints);
    var many = IdxFiles.of(folder.resolve("qmnist-train-images-idx3-ubyte"));
    Refusal.of(() -> IdxDataset.open(many), "labels from -2147483648 to 2130706432: at most");
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
