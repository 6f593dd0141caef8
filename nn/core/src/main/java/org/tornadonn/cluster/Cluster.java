package org.tornadonn.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.Stepping;

/** Machines that compute together. */
public interface Cluster extends AutoCloseable {

  /** The steps of a training, with gradients of all micro-batches computed at the same time. */
  Stepping stepping(ClusterDevice device);

  /**
   * The steps of a training in which each machine does some by itself before all are averaged.
   *
   * @param steps at least 1
   */
  Stepping localSteps(ClusterDevice device, int steps);

  /**
   * What a model makes of pictures.
   *
   * @param pictures files and folders that every machine can read; of a folder all pictures below
   * @param answers takes them in the order of their paths
   */
  void predict(
      ModelFile model,
      List<Path> pictures,
      ClusterDevice device,
      Consumer<PicturePrediction> answers);

  /**
   * Writes what a model makes of pictures as a table of Parquet files.
   *
   * @param table a folder that is not there yet
   * @return how many pictures could not be read
   */
  long predict(ModelFile model, List<Path> pictures, ClusterDevice device, Path table);

  /** Leaves the cluster. */
  @Override
  void close();
}
