package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading, greyscale, square and resize against Pillow's numbers. */
class PillowTest {

  @SuppressWarnings("ArrayRecordComponent") // read by Jackson, never compared
  record Case(String file, int size, int[] pixels) {}

  static List<Case> cases() throws IOException {
    return List.of(
        new ObjectMapper().readValue(Fixtures.file("pillow.json").toFile(), Case[].class));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithPillow(Case expected) {
    GrayImage input =
        PictureReader.readGray(Fixtures.file(expected.file())).toModelInput(expected.size());
    assertEquals(expected.size(), input.width());
    assertEquals(expected.size(), input.height());
    // JPEG decoders differ by one; blends and 16 bits were rounded once more on the way here.
    // blend.
    double tolerance = expected.file().matches(".*jpg|alpha.*|gray16.*") ? 2.01 : 1.001;
    double sum = 0;
    for (int i = 0; i < expected.pixels().length; i++) {
      double difference = input.pixels()[i] * 255 - expected.pixels()[i];
      assertEquals(0, difference, tolerance, "pixel " + i);
      sum += difference;
    }
    // Rounding errors cancel; a shifted or stretched box would not.
    assertEquals(0, sum / expected.pixels().length, 0.35, "mean difference");
  }

  @Test
  void toleranceWouldSeeAShiftOfATenthOfAPixel() {
    GrayImage gray = PictureReader.readGray(Fixtures.file("rgb.png"));
    GrayImage right = Resize.bilinear(gray, 7, 0, 23, 16);
    GrayImage shifted = Resize.bilinear(gray, 6, 0, 23, 16);
    double worst = 0;
    for (int i = 0; i < right.pixels().length; i++) {
      worst = Math.max(worst, Math.abs(right.pixels()[i] - shifted.pixels()[i]) * 25.5);
    }
    assertTrue(worst > 1.001, "a tenth of the difference of a whole pixel is " + worst);
  }

  @Test
  void theModelsSizeIsTakenAsItIs() {
    GrayImage picture = Fixtures.lopsided(9, 9);
    assertSame(picture, picture.toModelInput(9));
  }
}
