package org.tornadonn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class ScenesTest {

  @Test
  void aSceneIsAPureFunctionOfSeedAndIndex() {
    float[] scene = Scenes.draw(7, 3, 64).pixels();
    Scenes.draw(7, 4, 64);
    assertArrayEquals(scene, Scenes.draw(7, 3, 64).pixels());
    assertFalse(Arrays.equals(scene, Scenes.draw(7, 4, 64).pixels()));
    assertFalse(Arrays.equals(scene, Scenes.draw(8, 3, 64).pixels()));
  }

  @Test
  void everySizeShowsTheSameScene() {
    for (int index = 0; index < 20; index++) {
      GrayImage large = Scenes.draw(7, index, 192).toModelInput(16);
      GrayImage small = Scenes.draw(7, index, 64).toModelInput(16);
      double sum = 0;
      for (int i = 0; i < 256; i++) {
        sum += Math.abs(large.pixels()[i] - small.pixels()[i]);
      }
      assertTrue(sum / 256 < 0.04, "scene " + index + " differs by " + sum / 256);
    }
  }

  /** Contrast that a camera would see, and no two scenes alike. */
  @Test
  void scenesShowSomething() {
    int flat = 0;
    for (int index = 0; index < 200; index++) {
      float[] pixels = Scenes.draw(1, index, 32).pixels();
      double mean = 0;
      double squares = 0;
      for (float p : pixels) {
        assertTrue(p >= 0 && p <= 1);
        mean += p / pixels.length;
        squares += p * p / pixels.length;
      }
      flat += Math.sqrt(squares - mean * mean) < 0.04 ? 1 : 0;
    }
    assertTrue(flat <= 2, flat + " of 200 scenes are nearly of one tone");
  }

  /**
   * The control: whoever looks at 16×16 thumbnails and weighs their pixels cannot tell the angle,
   * so a model that can has looked at the content.
   */
  @Test
  void ridgeRegressionFromThumbnailsFails() {
    int training = 2400;
    RealMatrix x = thumbnails(new OrientationGenerator(training, 32, 11));
    RealMatrix y = targets(new OrientationGenerator(training, 32, 11));
    RealMatrix heldOut = thumbnails(new OrientationGenerator(600, 32, 12));
    RealMatrix gram = x.transpose().multiply(x);
    RealMatrix right = x.transpose().multiply(y);
    for (double lambda : new double[] {0.1, 3, 100}) {
      RealMatrix ridge = gram.add(MatrixUtils.createRealIdentityMatrix(257).scalarMultiply(lambda));
      RealMatrix weights = new CholeskyDecomposition(ridge).getSolver().solve(right);
      double error = meanError(heldOut.multiply(weights), new OrientationGenerator(600, 32, 12));
      assertTrue(error > 50, "mean error " + error + "° with lambda " + lambda);
    }
  }

  /** The control of the control: it does see an angle that shows in the thumbnail. */
  @Test
  void ridgeRegressionSeesABrightSky() {
    int count = 600;
    double[][] rows = new double[count][];
    var generator = new OrientationGenerator(count, 32, 13);
    for (int i = 0; i < count; i++) {
      var canvas = new Canvas(96);
      canvas.background(0.5, 0, -0.8);
      rows[i] = row(Rotation.crop(canvas.picture(), generator.answer(i), 1, 32));
    }
    RealMatrix x = new Array2DRowRealMatrix(rows, false);
    RealMatrix ridge =
        x.transpose().multiply(x).add(MatrixUtils.createRealIdentityMatrix(257).scalarMultiply(.1));
    RealMatrix weights =
        new CholeskyDecomposition(ridge)
            .getSolver()
            .solve(x.transpose().multiply(targets(generator)));
    assertTrue(meanError(x.multiply(weights), generator) < 10);
  }

  private static RealMatrix thumbnails(OrientationGenerator generator) {
    double[][] rows =
        IntStream.range(0, generator.count())
            .parallel()
            .mapToObj(i -> row(generator.picture(i)))
            .toArray(double[][]::new);
    return new Array2DRowRealMatrix(rows, false);
  }

  private static double[] row(GrayImage picture) {
    float[] thumbnail = Resize.bilinear(picture, 0, 0, picture.width(), 16).pixels();
    double[] row = new double[257];
    for (int i = 0; i < 256; i++) {
      row[i] = thumbnail[i];
    }
    row[256] = 1; // bias
    return row;
  }

  private static RealMatrix targets(OrientationGenerator generator) {
    double[][] rows =
        IntStream.range(0, generator.count())
            .mapToObj(generator::answer)
            .map(angle -> new double[] {angle.sin(), angle.cos()})
            .toArray(double[][]::new);
    return new Array2DRowRealMatrix(rows, false);
  }

  private static double meanError(RealMatrix predicted, OrientationGenerator generator) {
    assertEquals(generator.count(), predicted.getRowDimension());
    return IntStream.range(0, generator.count())
        .mapToDouble(
            i ->
                Angle.fromSinCos(predicted.getEntry(i, 0), predicted.getEntry(i, 1))
                    .errorTo(generator.answer(i)))
        .average()
        .orElseThrow();
  }
}
