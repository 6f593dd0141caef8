package org.tornadonn.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.tornadonn.train.Share;
import scala.Function1;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * A way of adding up that {@link SparkTrainer} does not take, to be measured beside those that it
 * does: Spark's barrier mode. All tasks of a step run at the same time, each gets the gradients of
 * all by {@code allGather}, and adds them up. What is passed round is text, and goes through the
 * driver: from each of n tasks, and to each of n tasks from all n. A task looks once a second
 * whether the others have come.
 */
final class BarrierExchange {

  private BarrierExchange() {}

  /** Scala's function, which Spark sends. */
  private interface Sent<T, R> extends Function1<T, R>, Serializable {}

  /**
   * Runs a step's job, in as many tasks as there are partitions, which need as many free cores.
   *
   * @param batches in partitions of the same length
   * @param gradients of one
   */
  static Share mean(JavaRDD<MicroBatch> batches, Function<MicroBatch, Share> gradients) {
    Sent<scala.collection.Iterator<MicroBatch>, scala.collection.Iterator<Share>> task =
        part -> scala(all(JavaConverters.asJava(part), gradients));
    var tag = ClassTag$.MODULE$.<Share>apply(Share.class);
    var shares = batches.rdd().barrier().mapPartitions(task, true, tag).toJavaRDD().collect();
    return shares.getFirst();
  }

  private static scala.collection.Iterator<Share> scala(List<Share> shares) {
    return JavaConverters.asScala(shares.iterator());
  }

  /** The mean of all, once: from the first task. */
  private static List<Share> all(Iterator<MicroBatch> part, Function<MicroBatch, Share> gradients) {
    var barrier = BarrierTaskContext.get();
    var all = new ArrayList<Share>();
    try {
      while (part.hasNext()) {
        var own = gradients.call(part.next());
        for (var text : barrier.allGather(text(own.gradients()))) {
          all.add(
              new Share(
                  own.count(), own.counted(), own.mass(), own.loss(), floats(text), own.states()));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    var mean = Share.mean(all);
    return barrier.partitionId() == 0 ? List.of(mean) : List.of();
  }

  private static String text(float[] array) {
    var bytes = ByteBuffer.allocate(Float.BYTES * array.length);
    bytes.asFloatBuffer().put(array);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static float[] floats(String text) {
    var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
    var array = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(array);
    return array;
  }
}
