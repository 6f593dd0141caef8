package org.tornadonn.cli.predict;

import java.nio.file.Path;
import java.util.Locale;
import org.tornadonn.cli.show.Printable;
import org.tornadonn.data.Angle;
import org.tornadonn.data.PictureReader;
import org.tornadonn.train.Predictor;

/**
 * A prediction, as {@code predict --json} prints it.
 *
 * @param image the file
 * @param degrees how far it is turned, counter-clockwise, in [0, 360)
 * @param sin the model's first output
 * @param cos the model's second output
 */
public record Orientation(String image, double degrees, double sin, double cos) {

  /** Predicts one picture. */
  public static Orientation of(Predictor predictor, Path image, int imageSize) {
    var input = PictureReader.readGray(image).toModelInput(imageSize);
    return of(image.toString(), predictor.predict(input.pixels(), 1));
  }

  /**
   * What a model's outputs say of a picture.
   *
   * @throws org.tornadonn.data.DataException if they are NaN or infinite
   */
  public static Orientation of(String image, float[] output) {
    FiniteOutputs.require(image, output, 0, output.length);
    return new Orientation(
        image, Angle.fromSinCos(output[0], output[1]).degrees(), output[0], output[1]);
  }

  /** For people: {@code 123.4° photo.jpg}. */
  String text() {
    return String.format(Locale.ROOT, "%7.1f°  %s", degrees, Printable.line(image));
  }

  Angle angle() {
    return new Angle(degrees);
  }
}
