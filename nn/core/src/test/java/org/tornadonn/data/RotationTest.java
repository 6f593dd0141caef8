package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {

  @Test
  void aQuarterTurnIsCounterClockwise() {
    var picture = new GrayImage(3, 2, new float[] {1, 2, 3, 4, 5, 6});
    // What was at the right is at the top.
    GrayImage turned = Rotation.quarterTurns(picture, 1);
    assertEquals(2, turned.width());
    assertArrayEquals(new float[] {3, 6, 2, 5, 1, 4}, turned.pixels());
    assertArrayEquals(new float[] {6, 5, 4, 3, 2, 1}, Rotation.quarterTurns(picture, 2).pixels());
    assertArrayEquals(
        turned.pixels(), Rotation.quarterTurns(Rotation.quarterTurns(picture, 3), 2).pixels());
    assertArrayEquals(picture.pixels(), Rotation.quarterTurns(picture, -4).pixels());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aCropAtARightAngleIsTheTurnedCrop(int turns) {
    GrayImage upright = Fixtures.lopsided(91, 91);
    GrayImage crop = Rotation.crop(upright, new Angle(0), 1, 20);
    GrayImage turned = Rotation.crop(upright, new Angle(90 * turns), 1, 20);
    assertArrayEquals(Rotation.quarterTurns(crop, turns).pixels(), turned.pixels(), 1e-5f);
  }

  /** A bright spot right of the centre goes counter-clockwise: up, as the angle grows. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 30, 45, 100, 200, 333})
  void thingsGoRoundCounterClockwise(double degrees) {
    var canvas = new Canvas(181);
    canvas.ellipse(0.75, 0.5, 0.05, 0.05, 1, 1);
    GrayImage turned = Rotation.crop(canvas.picture(), new Angle(degrees), 1, 64);
    double sum = 0;
    double right = 0;
    double up = 0;
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        sum += turned.at(x, y);
        right += turned.at(x, y) * (x - 31.5);
        up += turned.at(x, y) * (31.5 - y);
      }
    }
    assertEquals(0, Angle.fromSinCos(up, right).errorTo(new Angle(degrees)), 0.5);
    assertEquals(0.25 * Math.sqrt(2) * 64, Math.hypot(up, right) / sum, 0.3);
  }

  /** White inside the inscribed circle and black outside: no black may come in. */
  @Test
  void nothingFromOutsideTheInscribedCircleIsSeen() {
    for (int size : new int[] {7, 16, 64}) {
      for (int side : new int[] {size / 2 + 3, 3 * size, 181}) {
        var canvas = new Canvas(side);
        double reach = 0.5 + 1.5 / side; // a bilinear sample touches the next pixels
        canvas.ellipse(0.5, 0.5, reach, reach, 1, 1);
        for (double degrees = 0; degrees < 360; degrees += 7.5) {
          GrayImage crop = Rotation.crop(canvas.picture(), new Angle(degrees), 1, size);
          for (float value : crop.pixels()) {
            assertEquals(1, value, 1e-5, "%d of %d at %s°".formatted(size, side, degrees));
          }
        }
      }
    }
  }

  /** Fine noise is smoothed alike at every angle, so sharpness does not tell right angles. */
  @Test
  void interpolationDoesNotTellTheAngle() {
    var random = new CounterRandom(1);
    float[] noise = new float[182 * 182];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.uniform();
    }
    var upright = new GrayImage(182, 182, noise);
    double least = Double.MAX_VALUE;
    double most = 0;
    for (double degrees : new double[] {0, 3, 10, 22.5, 30, 45, 60, 77, 90, 180, 270}) {
      float[] pixels = Rotation.crop(upright, new Angle(degrees), 1, 64).pixels();
      double sum = 0;
      double squares = 0;
      for (float p : pixels) {
        sum += p;
        squares += p * p;
      }
      double deviation = Math.sqrt(squares / pixels.length - Math.pow(sum / pixels.length, 2));
      least = Math.min(least, deviation);
      most = Math.max(most, deviation);
    }
    assertTrue(most / least < 1.1, "deviation of noise from " + least + " to " + most);
  }

  @Test
  void uprightUndoesTheTurn() {
    var canvas = new Canvas(160);
    canvas.background(0.5, 0.4, 0.7);
    canvas.ellipse(0.3, 0.4, 0.1, 0.05, 0, 1);
    var answer = new Angle(33);
    BufferedImage turned = Rotation.crop(canvas.picture(), answer, 1, 100).toBufferedImage();
    GrayImage back = Luma.of(Rotation.upright(turned, answer));
    GrayImage expected = Rotation.crop(canvas.picture(), new Angle(0), 2, 50);
    GrayImage middle =
        Resize.bilinear(back, (back.width() - 50) / 2, (back.height() - 50) / 2, 50, 50);
    double sum = 0;
    for (int i = 0; i < middle.pixels().length; i++) {
      sum += Math.abs(middle.pixels()[i] - expected.pixels()[i]);
    }
    assertTrue(sum / 2500 < 0.02, "mean difference " + sum / 2500);
  }

  @Test
  void uprightAtARightAngleIsExact() {
    BufferedImage picture = Fixtures.lopsided(30, 20).toBufferedImage();
    GrayImage upright = Luma.of(Rotation.upright(picture, new Angle(90)));
    GrayImage expected = Rotation.quarterTurns(Luma.of(picture), 3);
    assertEquals(20, upright.width());
    assertTrue(Arrays.equals(expected.pixels(), upright.pixels()));
  }
}
