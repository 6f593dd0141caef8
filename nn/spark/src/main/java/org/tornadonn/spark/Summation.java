package org.tornadonn.spark;

import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.tornadonn.train.Share;
import scala.Tuple2;

/**
 * Where the gradients of a step's micro-batches are added up. Each element is added up from the
 * first micro-batch to the last in both ways, so that they give the same bits, and those of one
 * machine. Spark's {@code treeReduce} adds up in the order of arrival, and sends whole gradients at
 * every level; barrier mode's {@code allGather} sends everything through the driver, as text, see
 * {@link BarrierExchange}.
 */
enum Summation {

  /** The driver gets all gradients: one stage, but as much to read as there are micro-batches. */
  DRIVER,

  /**
   * Each machine gets one slice of all gradients and adds it up; the driver gets the sums: a
   * shuffle more, but the driver reads no more than one gradient, and each machine no more than
   * one, up to as many machines as there are slices.
   */
  SLICES;

  /**
   * Bytes of gradients from which on a driver takes longer to read them than a shuffle: at 1 GB/s,
   * a stage of 20 ms and some tasks of 1 ms are worth about 40 MB; measured with two executors on
   * one quiet machine, some 50 MB; where executors have no cores of their own, slices never gain.
   */
  static final long LIMIT = 64_000_000;

  /** More slices would only be more tasks. */
  private static final int MOST = 64;

  /**
   * The faster way.
   *
   * @param bytes of the gradients of one
   */
  static Summation of(int microBatches, long bytes) {
    return microBatches > 1 && microBatches * bytes > LIMIT ? SLICES : DRIVER;
  }

  /** How many there are of some gradients. */
  static int slices(int gradients) {
    return Math.min(MOST, gradients);
  }

  /**
   * Runs a step's job.
   *
   * @param batches one in each partition
   * @param gradients of one
   */
  Share mean(JavaRDD<MicroBatch> batches, Function<MicroBatch, Share> gradients) {
    if (this == DRIVER) {
      return Share.mean(batches.map(gradients).collect());
    }
    int slices = slices(batches.getNumPartitions());
    return ShareSlice.join(
        batches
            .flatMapToPair(cut(gradients, slices))
            .groupByKey(new HashPartitioner(slices))
            .map(ofOne -> ShareSlice.mean(ofOne._2()))
            .collect());
  }

  private static PairFlatMapFunction<MicroBatch, Integer, ShareSlice> cut(
      Function<MicroBatch, Share> gradients, int slices) {
    return batch ->
        ShareSlice.cut(gradients.call(batch), batch.number(), slices).stream()
            .map(slice -> new Tuple2<>(slice.slice(), slice))
            .iterator();
  }
}
