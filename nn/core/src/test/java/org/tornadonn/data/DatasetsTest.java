package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetsTest {

  @TempDir Path temp;

  @SuppressWarnings("ArrayRecordComponent") // compared element by element
  private record Sample(float[] x, float[] y) {

    static Sample of(Dataset data, int index, int epoch) {
      float[] x = new float[data.inputLength() + 2];
      float[] y = new float[data.targetLength() + 4];
      data.read(index, epoch, x, 2, y, 3);
      assertEquals(0, x[1]);
      assertEquals(0, y[2]);
      assertEquals(0, y[5]);
      return new Sample(Arrays.copyOfRange(x, 2, x.length), new float[] {y[3], y[4]});
    }

    Angle angle() {
      return Angle.fromSinCos(y[0], y[1]);
    }

    boolean looksLike(Sample other) {
      return Arrays.equals(x, other.x);
    }
  }

  @Test
  void answerSheetGivesPicturesAndSines() {
    var generator = new OrientationGenerator(5, 16, 5);
    Dataset data = AnswerSheetDataset.open(Fixtures.answerSheetFolder(temp, 5, 16), 16);
    assertEquals(5, data.size());
    assertEquals(256, data.inputLength());
    for (int i = 0; i < 5; i++) {
      Sample sample = Sample.of(data, i, i);
      assertArrayEquals(generator.picture(i).pixels(), sample.x(), 0.5f / 255 + 1e-6f);
      assertEquals(0, sample.angle().errorTo(generator.answer(i)), 1e-4);
      assertTrue(sample.looksLike(Sample.of(data, i, 7)), "kept as it was read");
    }
  }

  @Test
  void picturesOfAnotherSizeAreFitted() throws IOException {
    Files.copy(Fixtures.file("rgb.png"), temp.resolve("rgb.png"));
    Path sheet = Files.writeString(temp.resolve("my.json"), "{\"rgb.png\": 90}");
    Sample sample = Sample.of(AnswerSheetDataset.open(sheet, 8), 0, 0);
    GrayImage expected = PictureReader.readGray(temp.resolve("rgb.png")).toModelInput(8);
    assertArrayEquals(expected.pixels(), sample.x(), 0.5f / 255 + 1e-6f);
    assertEquals(90, sample.angle().degrees(), 1e-4);
  }

  @Test
  void aBrokenPictureIsNamedWhenItIsRead() throws IOException {
    Path broken = Files.writeString(temp.resolve("broken.png"), "not a picture");
    Files.writeString(temp.resolve(AnswerSheet.FILE_NAME), "{\"broken.png\": 90}");
    for (Dataset data :
        new Dataset[] {AnswerSheetDataset.open(temp, 8), UprightDataset.open(temp, 8, 1)}) {
      var e = assertThrows(DataException.class, () -> Sample.of(data, 0, 0));
      assertTrue(String.valueOf(e.getMessage()).contains(broken.getFileName().toString()));
    }
  }

  @Test
  void augmentationTurnsPictureAndAnswerTogether() {
    Dataset data = AnswerSheetDataset.open(Fixtures.answerSheetFolder(temp, 4, 16), 16);
    Dataset augmented = new AugmentedDataset(data, 3);
    Set<Integer> turnsSeen = new HashSet<>();
    for (int epoch = 0; epoch < 20; epoch++) {
      Sample before = Sample.of(data, 1, epoch);
      Sample after = Sample.of(augmented, 1, epoch);
      assertTrue(after.looksLike(Sample.of(augmented, 1, epoch)), "the same each time");
      double by = new Angle(after.angle().degrees() - before.angle().degrees() + 1).degrees() - 1;
      int turns = (int) Math.round(by / 90);
      assertEquals(turns * 90, by, 1e-3);
      turnsSeen.add(turns);
      GrayImage turned = Rotation.quarterTurns(new GrayImage(16, 16, before.x()), turns);
      assertTrue(Math.abs(correlation(turned.pixels(), after.x())) > 0.97);
    }
    assertEquals(Set.of(0, 1, 2, 3), turnsSeen);
  }

  private static double correlation(float[] a, float[] b) {
    double n = a.length;
    double sa = 0;
    double sb = 0;
    double saa = 0;
    double sbb = 0;
    double sab = 0;
    for (int i = 0; i < n; i++) {
      sa += a[i];
      sb += b[i];
      saa += a[i] * a[i];
      sbb += b[i] * b[i];
      sab += a[i] * b[i];
    }
    return (n * sab - sa * sb) / Math.sqrt((n * saa - sa * sa) * (n * sbb - sb * sb));
  }

  @Test
  void uprightPhotosAreTurnedAnewInEveryEpoch() throws IOException {
    Files.createDirectory(temp.resolve("sub"));
    Fixtures.writePng(Fixtures.lopsided(120, 90), temp.resolve("sub/photo.PNG"));
    Files.copy(Fixtures.file("exif6.jpg"), temp.resolve("a.jpg"));
    Files.writeString(temp.resolve("notes.txt"), "no picture");
    Files.writeString(temp.resolve(".hidden.png"), "no picture");
    UprightDataset data = UprightDataset.open(temp, 16, 9);
    assertEquals(2, data.size());
    assertEquals("photo.PNG", data.file(1).getFileName().toString());
    Sample first = Sample.of(data, 1, 0);
    assertTrue(first.looksLike(Sample.of(UprightDataset.open(temp, 16, 9), 1, 0)));
    assertFalse(first.looksLike(Sample.of(data, 1, 1)));
    assertFalse(first.looksLike(Sample.of(UprightDataset.open(temp, 16, 10), 1, 0)));
    for (int epoch = 0; epoch < 30; epoch++) {
      for (float value : Sample.of(data, 1, epoch).x()) { // this photo has no black and no white
        assertTrue(value > 0.15 && value < 0.95, "from outside: " + value);
      }
    }
  }

  @Test
  void foldersWithoutPhotosAreRefused() {
    assertThrows(DataException.class, () -> UprightDataset.open(temp, 16, 1));
    assertThrows(DataException.class, () -> UprightDataset.open(temp.resolve("none"), 16, 1));
  }

  @Test
  void splitIsDisjointCompleteAndRepeatable() {
    Dataset data = new Numbers(101);
    Subset.Split split = Subset.split(data, 0.2, 4);
    assertEquals(20, split.validation().size());
    Set<Float> seen = new HashSet<>();
    for (Subset part : new Subset[] {split.training(), split.validation()}) {
      for (int i = 0; i < part.size(); i++) {
        seen.add(Sample.of(part, i, 0).y()[0]);
      }
    }
    assertEquals(101, seen.size());
    int[] order = split.training().indices();
    assertArrayEquals(order, Subset.split(data, 0.2, 4).training().indices());
    assertFalse(Arrays.equals(order, Subset.split(data, 0.2, 5).training().indices()));
    assertFalse(Arrays.equals(order, IntStream.of(order).sorted().toArray()));
    assertEquals(1, Subset.split(new Numbers(2), 0.01, 4).validation().size());
    assertThrows(DataException.class, () -> Subset.split(new Numbers(1), 0.5, 4));
  }

  @Test
  void arraysAreSamplesOneAfterTheOther() {
    var data = new TensorDataset(new float[] {1, 2, 3, 4, 5, 6}, new float[] {7, 8, 9}, 3);
    assertEquals(2, data.inputLength());
    assertEquals(1, data.targetLength());
    var batch = Batches.read(data, new int[] {2, 0}, 0, 0);
    assertArrayEquals(new float[] {5, 6, 1, 2}, batch.x());
    assertArrayEquals(new float[] {9, 7}, batch.y());
    var other = new TensorDataset(data.x(), new float[] {7, 8, 8}, 3);
    assertEquals(List.of("cells"), data.fingerprint().differences(other.fingerprint()));
  }

  @ParameterizedTest
  @CsvSource({"6, 3, 4", "6, 3, 0", "6, 4, 3", "7, 3, 3"})
  void arraysThatDoNotShareOutAreRefused(int x, int y, int size) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new TensorDataset(new float[x], new float[y], size));
    assertEquals(
        "%d numbers of inputs and %d of targets cannot be shared out evenly among %d samples."
            .formatted(x, y, size),
        e.getMessage());
  }

  /** Sample i is the number i, beside the epoch. */
  record Numbers(int size) implements Dataset {

    @Override
    public int inputLength() {
      return 3;
    }

    @Override
    public int targetLength() {
      return 2;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      Arrays.fill(x, xAt, xAt + 3, index);
      y[yAt] = index;
      y[yAt + 1] = epoch;
    }
  }
}
