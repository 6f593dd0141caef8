package org.tornadonn.spark;

import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;
import org.tornadonn.data.Dataset;
import org.tornadonn.train.EpochSteps;
import org.tornadonn.train.Stepping;
import org.tornadonn.train.Trainer;
import org.tornadonn.train.TrainingException;

/**
 * Does the steps of a {@link org.tornadonn.train.Fit} on a Spark cluster. The trainer stays on the
 * driver: it has the weights, applies the updates, validates, and is what checkpoints are made of.
 *
 * <p>A step is cut into the micro-batches that {@link
 * org.tornadonn.train.StepOptions#accumulate(int)} asks for, and each is one Spark task: an
 * executor takes the weights, and computes the gradients of the micro-batch on its device. They are
 * added up in the order of the samples: few by the driver, many in slices by all executors, see
 * {@link Scaling} for what both cost. So a step is the same as that of a trainer on one machine
 * that accumulates as many micro-batches, whatever the number of executors, in whatever order they
 * finish, and however often a task had to be repeated: bit for bit on devices of the same kind,
 * else within rounding. Give as many micro-batches as there are executors, or a multiple.
 *
 * <p>Batch norms normalise each micro-batch by itself, as PyTorch's DistributedDataParallel does
 * without SyncBatchNorm; their running statistics move once a step, by the mean over the
 * micro-batches. Random masks are those of the micro-batches on one machine.
 *
 * <p>Data sets have to say how they are opened elsewhere, {@link Dataset#source}; files have to lie
 * under the same path on every machine. Layers have to be ones that model files know.
 */
public final class SparkTrainer implements Stepping {

  private static final Logger LOGGER = LoggerFactory.getLogger(SparkTrainer.class);

  private final JavaSparkContext spark;
  private final String device;
  private final int localSteps;
  private final @Nullable Summation summation;
  private final Logger logger;
  private final ExecutorWatch watch;
  private @Nullable Trainer current;
  private @Nullable Dataset data;
  private String id = "";

  private SparkTrainer(
      JavaSparkContext spark,
      String device,
      int localSteps,
      @Nullable Summation summation,
      Logger logger) {
    this.spark = spark;
    this.device = device;
    this.localSteps = localSteps;
    this.summation = summation;
    this.logger = logger;
    this.watch = new ExecutorWatch(spark, logger);
  }

  /** Steps on a cluster, on whatever device each executor finds. */
  public SparkTrainer(JavaSparkContext spark) {
    this(spark, ExecutorDevice.ANY, 0, null, LOGGER);
  }

  /**
   * The same on one kind of device.
   *
   * @param name {@code jvm}, {@code opencl:0}, …; without, each executor takes the one that the
   *     environment variable TORNADO_NN_DEVICE of its machine names, else {@code auto}
   */
  public SparkTrainer on(String name) {
    return new SparkTrainer(spark, name, localSteps, summation, logger);
  }

  /**
   * The same for slow networks: each executor takes several micro-batches and does a step with each
   * of them by itself, then weights, running states and the optimizer's memory are averaged, in a
   * fixed order. What is a step elsewhere is one such round here; the rate changes from round to
   * round. A trainer with 8 micro-batches and 4 local steps keeps 2 executors busy. The result is
   * not that of one machine.
   *
   * @param steps at least 1
   * @see <a href="https://arxiv.org/abs/1805.09767">Stich: Local SGD Converges Fast and
   *     Communicates Little, 2018</a>
   */
  public SparkTrainer localSteps(int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "Executors do at least 1 local step, not %d.".formatted(steps));
    }
    return new SparkTrainer(spark, device, steps, summation, logger);
  }

  /** The same with one way of adding up, whatever there is to add. */
  SparkTrainer summation(Summation way) {
    return new SparkTrainer(spark, device, localSteps, way, logger);
  }

  /** The same that says nothing of its executors. */
  SparkTrainer silent() {
    return new SparkTrainer(spark, device, localSteps, summation, NOPLogger.NOP_LOGGER);
  }

  @Override
  public EpochSteps epoch(Trainer trainer, Dataset training, long seed, int epoch, int workers) {
    if (localSteps > 0 && !trainer.options().groups().isEmpty()) {
      throw new TrainingException(
          "Groups of parameters cannot be sent to other machines: train without local steps.");
    }
    if (localSteps > 0 && trainer.options().average() != null) {
      throw new TrainingException(
          "An average of weights cannot be kept on other machines: train without local steps.");
    }
    if (!trainer.options().hooks().isEmpty()) {
      throw new TrainingException(
          "Layers cannot be watched on other machines: train without hooks, or on this machine.");
    }
    var job = job(trainer, training);
    return new SparkSteps(
        spark, spark.broadcast(job), trainer, training, seed, epoch, localSteps, summation, watch);
  }

  /** What executors have to know. */
  TrainingJob job(Trainer trainer, Dataset training) {
    return new TrainingJob(
        id(trainer, training),
        TravellingModel.of(trainer.model()),
        TravellingLoss.of(trainer.loss()),
        trainer.optimizer(),
        trainer.options().clipping(),
        trainer.batchSize(),
        training.source(),
        device);
  }

  /** Executors keep the model and the data of one training as long as this stays the same. */
  private String id(Trainer trainer, Dataset training) {
    if (trainer != current || !training.equals(data)) {
      current = trainer;
      data = training;
      id = UUID.randomUUID().toString();
    }
    return id;
  }
}
