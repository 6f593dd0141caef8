package org.tornadonn.spark;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.tornadonn.cluster.Cluster;
import org.tornadonn.cluster.ClusterDevice;
import org.tornadonn.cluster.PicturePrediction;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.Stepping;

/** A Spark session as the command line uses it. */
final class SparkCluster implements Cluster {

  private final SparkSession session;

  SparkCluster(SparkSession session) {
    this.session = session;
  }

  private SparkTrainer trainer(ClusterDevice device) {
    return new SparkTrainer(JavaSparkContext.fromSparkContext(session.sparkContext()))
        .on(device.name());
  }

  @Override
  public Stepping stepping(ClusterDevice device) {
    return trainer(device);
  }

  @Override
  public Stepping localSteps(ClusterDevice device, int steps) {
    return trainer(device).localSteps(steps);
  }

  @Override
  public void predict(
      ModelFile model,
      List<Path> pictures,
      ClusterDevice device,
      Consumer<PicturePrediction> answers) {
    var predictor = new SparkPredictor(model).on(device.name());
    try {
      predictor.predict(predictor.files(session, pictures)).collectAsList().stream()
          .map(predictor::prediction)
          .sorted(Comparator.comparing(PicturePrediction::path))
          .forEach(answers);
    } catch (Exception e) {
      throw SparkFailure.of(e, "the prediction");
    }
  }

  @Override
  public long predict(ModelFile model, List<Path> pictures, ClusterDevice device, Path table) {
    var predictor = new SparkPredictor(model).on(device.name());
    try {
      predictor
          .predict(predictor.files(session, pictures))
          .write()
          .parquet(table.toAbsolutePath().toUri().toString());
      var written = session.read().parquet(table.toAbsolutePath().toUri().toString());
      return written.filter("error IS NOT NULL").count();
    } catch (Exception e) {
      throw SparkFailure.of(e, "the prediction");
    }
  }

  @Override
  public void close() {
    session.stop();
    Replica.end();
    PredictorReplica.end();
  }
}
