package org.tornadonn.cli.classify;

import java.nio.file.Path;
import org.tornadonn.data.DataException;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.PictureReader;
import org.tornadonn.data.Standardization;
import org.tornadonn.data.StandardizedDataset;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Classification;

/** A model that tells classes apart, and what is done to its inputs. */
public record Classifier(Model model, Classification classification) {

  private Standardization standardization() {
    return new Standardization(classification.mean(), classification.deviation());
  }

  /** Samples as the model takes them. */
  public Dataset inputs(Dataset data) {
    return new StandardizedDataset(data, standardization());
  }

  /** Standardizes inputs that were read, in place. */
  public float[] standardized(float[] x) {
    int length = model.input().size();
    for (int at = 0; at < x.length; at += length) {
      standardization().apply(x, at, length);
    }
    return x;
  }

  /**
   * Reads a picture as the model takes it.
   *
   * @throws DataException if it cannot be read, or the model does not take such pictures
   */
  public float[] picture(Path file) {
    var input = model.input();
    return standardized(PictureReader.readInput(file, input.dim(0), imageSize(input)));
  }

  /** The side of the pictures that a model takes. */
  static int imageSize(Shape input) {
    if (input.dim(1) != input.dim(2)) {
      throw new DataException(
          "The model takes pictures of %d rows and %d columns: picture files are cut to squares, so give an IDX file"
              .formatted(input.dim(1), input.dim(2)));
    }
    return input.dim(1);
  }
}
