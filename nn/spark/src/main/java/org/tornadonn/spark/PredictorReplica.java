package org.tornadonn.spark;

import org.tornadonn.data.PictureReader;
import org.tornadonn.data.Standardization;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.Predictor;

/**
 * The one model that an executor's process predicts with: built for its first picture, kept for
 * those that follow. Pictures of several tasks are decoded at the same time and predicted in turns.
 */
final class PredictorReplica implements AutoCloseable {

  private static final Resident<PredictorReplica> HERE = new Resident<>(PredictorReplica::close);

  private final ModelFile opened;
  private final Predictor predictor;

  private PredictorReplica(PredictionJob job) {
    this.opened = job.model().open();
    this.predictor = new Predictor(opened.model(), ExecutorDevice.choose(job.device()));
  }

  /**
   * This process's replica for a prediction.
   *
   * @throws ExecutionException as {@link Replica#run} does
   */
  static PredictorReplica of(PredictionJob job) {
    try {
      return HERE.of(job.id(), () -> new PredictorReplica(job));
    } catch (ExecutionException e) {
      throw SparkFailure.travelling(e);
    }
  }

  /** Frees the device of this process. */
  static void end() {
    HERE.end();
  }

  ModelDescription description() {
    return opened.description();
  }

  /**
   * What the model makes of a picture.
   *
   * @throws org.tornadonn.data.DataException if it cannot be read
   */
  float[] predict(String path, byte[] content) {
    var input = opened.model().input();
    var x = PictureReader.readInput(path, content, input.dim(0), input.dim(1));
    var known = description().classification();
    if (known != null) {
      new Standardization(known.mean(), known.deviation()).apply(x, 0, x.length);
    }
    return predictor.predict(x, 1);
  }

  @Override
  public void close() {
    predictor.close();
  }
}
