package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.train.TrainedOn;

/** What check sums of data see. */
class FingerprintTest {

  private static final int MIB = 1 << 20;

  @TempDir Path folder = Path.of(".");

  /** Numbered samples that count how often they are read. */
  private record Numbers(int size, String prefix) implements Dataset {

    @Override
    public String name(int index) {
      return prefix + index;
    }

    @Override
    public int inputLength() {
      return 1;
    }

    @Override
    public int targetLength() {
      return 1;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      throw new AssertionError("a fingerprint reads no samples of a set that it does not know");
    }
  }

  @Test
  void aSetOfOnesOwnIsKnownByItsNames() {
    var ten = new Numbers(10, "a").fingerprint();
    assertEquals(List.of(), ten.differences(new Numbers(10, "a").fingerprint()));
    assertEquals(
        List.of("names of the samples"), ten.differences(new Numbers(10, "b").fingerprint()));
    assertEquals(
        List.of("number of samples", "names of the samples"),
        ten.differences(new Numbers(11, "a").fingerprint()));
  }

  @Test
  void partsThatOnlyOneKnowsAreNoDifference() {
    var some = new Fingerprint(Map.of("labels", 1L));
    assertEquals(List.of(), some.differences(Fingerprint.UNKNOWN));
    assertEquals(List.of(), Fingerprint.UNKNOWN.differences(some));
    assertEquals(List.of(), some.differences(new Fingerprint(Map.of("labels", 1L, "cells", 2L))));
  }

  @Test
  void wrappersPassItOn() {
    var data = new Numbers(4, "a");
    var standard = new Standardization(List.of(1.0), List.of(2.0));
    assertEquals(data.fingerprint(), new StandardizedDataset(data, standard).fingerprint());
    var first = new Subset(data, new int[] {0, 1});
    assertEquals(
        List.of("choice of samples"),
        first.fingerprint().differences(new Subset(data, new int[] {1, 0}).fingerprint()));
  }

  @Test
  void differencesOfBothSetsAreToldOnce() {
    var a = new Fingerprint(Map.of("labels", 1L));
    var b = new Fingerprint(Map.of("labels", 2L));
    assertEquals(List.of("labels"), new TrainedOn(a, a).differences(new TrainedOn(b, b)));
    assertEquals(
        List.of("labels of the training set"),
        new TrainedOn(a, a).differences(new TrainedOn(b, a)));
    assertEquals(
        List.of("labels of the validation set"),
        new TrainedOn(a, a).differences(new TrainedOn(a, b)));
    var none = Fingerprint.UNKNOWN;
    assertEquals(List.of("labels"), new TrainedOn(a, none).differences(new TrainedOn(b, none)));
    assertEquals(List.of(), TrainedOn.UNKNOWN.differences(new TrainedOn(b, b)));
  }

  private List<Path> files(int count, int bytes) throws IOException {
    var files = new ArrayList<Path>();
    for (int i = 0; i < count; i++) {
      var file = folder.resolve(String.format(Locale.ROOT, "%d/f%d.bin", i % 2, i));
      Files.createDirectories(folder.resolve(String.valueOf(i % 2)));
      var content = new byte[bytes];
      content[0] = (byte) i;
      files.add(Files.write(file, content));
    }
    return files;
  }

  private static Fingerprint sums(List<Path> files) {
    return new FileSums(files).fingerprint();
  }

  /** Every byte of small files, the beginning and the end of large ones, and always the size. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500, 999})
  void everyByteOfSmallFilesCounts(int at) throws IOException {
    var files = files(3, 1000);
    var before = sums(files);
    assertEquals(before, sums(files));
    var bytes = Files.readAllBytes(files.get(1));
    bytes[at] ^= 64;
    Files.write(files.get(1), bytes);
    assertEquals(List.of("pictures"), before.differences(sums(files)));
  }

  @Test
  void largeFilesAreReadAtBothEnds() throws IOException {
    var files = files(4, 20 * MIB);
    var before = sums(files);
    for (int at : new int[] {0, 7 * MIB, 13 * MIB, 20 * MIB - 1}) {
      var bytes = Files.readAllBytes(files.get(1));
      bytes[at] ^= 64;
      Files.write(files.get(1), bytes);
      assertEquals(List.of("pictures"), before.differences(sums(files)), "byte " + at);
      bytes[at] ^= 64;
      Files.write(files.get(1), bytes);
    }
    assertEquals(before, sums(files));
    Files.write(files.get(2), new byte[20 * MIB + 1]);
    assertEquals(List.of("pictures"), before.differences(sums(files)));
  }

  @Test
  void aFolderMayBeMovedAndAFileMayNot() throws IOException {
    var files = files(4, 10);
    var before = sums(files);
    var moved = Files.createDirectories(folder.resolve("else/where"));
    var now = new ArrayList<Path>();
    for (var file : files) {
      var target = moved.resolve(folder.relativize(file).toString());
      Files.createDirectories(moved.resolve(folder.relativize(file.getParent()).toString()));
      now.add(Files.move(file, target));
    }
    assertEquals(List.of(), before.differences(sums(now)));
    assertEquals(
        List.of("names of the samples", "pictures"), before.differences(sums(now.reversed())));
    assertTrue(Files.deleteIfExists(now.get(3)));
    assertEquals(List.of("pictures"), before.differences(sums(now)));
  }
}
