package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pictures of every coding of colours, with damaged profiles and metadata among them, against
 * Pillow's numbers (see src/test/python/make_colour_fixtures.py).
 */
class ColourCodingTest {

  @SuppressWarnings("ArrayRecordComponent") // read by Jackson, never compared
  record Case(String file, double tolerance, int width, int height, int[] rgb, int[] grey) {

    Path path() {
      return Fixtures.file("colours/" + file);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static List<Case> cases() throws IOException {
    return List.of(
        new ObjectMapper().readValue(Fixtures.file("colours/pillow.json").toFile(), Case[].class));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void coloursAreThoseOfPillow(Case expected) {
    RgbImage read = PictureReader.readRgb(expected.path());
    assertEquals(expected.width(), read.red().width());
    assertEquals(expected.height(), read.red().height());
    float[] values = read.values();
    int pixels = values.length / 3;
    for (int i = 0; i < values.length; i++) {
      assertNear(expected, expected.rgb()[3 * (i % pixels) + i / pixels], values[i], i);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void greysAreThoseOfPillow(Case expected) {
    GrayImage read = PictureReader.readGray(expected.path());
    assertEquals(expected.width(), read.width());
    assertEquals(expected.height(), read.height());
    for (int i = 0; i < read.pixels().length; i++) {
      assertNear(expected, expected.grey()[i], read.pixels()[i], i);
    }
  }

  private static void assertNear(Case expected, int wanted, float value, int at) {
    assertEquals(wanted, value * 255, expected.tolerance() + 0.51, expected + " at " + at);
  }

  /** From a path and from memory, of one size and shrunk: the same numbers by every way in. */
  @ParameterizedTest
  @MethodSource("cases")
  void everyWayInReadsTheSame(Case expected) throws IOException {
    byte[] content = Files.readAllBytes(expected.path());
    for (int channels : new int[] {1, 3}) {
      float[] fromPath = PictureReader.readInput(expected.path(), channels, 4);
      float[] fromMemory = PictureReader.readInput(expected.file(), content, channels, 4);
      float[] fromImage =
          channels == 1
              ? PictureReader.readGray(expected.path()).toModelInput(4).pixels()
              : PictureReader.readRgb(expected.path()).toModelInput(4).values();
      for (int i = 0; i < fromPath.length; i++) {
        assertEquals(fromPath[i], fromMemory[i]);
        assertEquals(fromPath[i], fromImage[i]);
      }
    }
  }

  /** The curve that turns linear values into sRGB would be seen. */
  @Test
  void tolerancesWouldSeeACurve() throws IOException {
    for (var expected : cases()) {
      if (expected.tolerance() > 2) {
        continue;
      }
      boolean seen = false;
      for (int value : expected.grey()) {
        double curved = 255 * Math.pow(value / 255.0, 1 / 2.2);
        seen |= Math.abs(curved - value) > expected.tolerance() + 0.51;
      }
      boolean bilevel =
          Arrays.stream(expected.grey()).allMatch(value -> value == 0 || value == 255);
      assertTrue(seen || bilevel, expected.file());
    }
  }
}
