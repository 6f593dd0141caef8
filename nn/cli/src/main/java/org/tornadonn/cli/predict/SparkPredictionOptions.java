package org.tornadonn.cli.predict;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.machine.SparkOption;
import org.tornadonn.cli.show.Json;
import org.tornadonn.cluster.ClusterDevice;
import org.tornadonn.cluster.PicturePrediction;
import org.tornadonn.data.DataException;
import org.tornadonn.store.ModelFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that spread a prediction over a cluster, and how its answers are shown. */
final class SparkPredictionOptions {

  /** What a cluster does not do. */
  private static final String[] ALONE = {
    "--upright", "--verify", "--fallback", "--kernels", "--autotune", "--cuda-graphs"
  };

  @Mixin SparkOption spark = new SparkOption();

  @Option(
      names = "--parquet",
      paramLabel = "OUTDIR",
      description =
          "With --spark: write the predictions into this folder as Parquet files instead of printing"
              + " them.")
  @Nullable Path parquet;

  /**
   * Checks the options.
   *
   * @throws ParameterException if options do not go together
   */
  void check(CommandSpec command) {
    if (parquet != null && !spark.isGiven()) {
      throw new ParameterException(command.commandLine(), "--parquet belongs to --spark");
    }
    if (parquet != null && Files.exists(parquet)) {
      throw new DataException(
          "%s is there already: give another --parquet, or delete it.".formatted(parquet));
    }
    for (var name : ALONE) {
      if (spark.isGiven() && command.commandLine().getParseResult().hasMatchedOption(name)) {
        throw new ParameterException(
            command.commandLine(),
            "%s does not go with --spark: leave one of them out".formatted(name));
      }
    }
    if (spark.isGiven()) {
      spark.requireEngine();
    }
  }

  /**
   * Predicts pictures and those in folders.
   *
   * @param top how many classes of a classifier are named
   * @throws DataException at the end, if some could not be read
   */
  void predict(ModelFile model, List<Path> pictures, DeviceOption device, int top, boolean json) {
    var each = new ClusterDevice(device.name());
    try (var cluster = spark.connect()) {
      if (parquet != null) {
        long broken = cluster.predict(model, pictures, each, parquet);
        System.out.println(parquet);
        if (broken > 0) {
          System.err.printf(
              "tornado-nn predict: %d pictures could not be predicted: their column error says why.%n",
              broken);
        }
        return;
      }
      var count = new AtomicInteger();
      var failed = new FailedFiles();
      cluster.predict(
          model,
          pictures,
          each,
          answer -> {
            count.incrementAndGet();
            if (answer.error() != null) {
              failed.add(answer.error());
              return;
            }
            try {
              System.out.println(text(model, answer, top, json));
            } catch (DataException e) {
              failed.add(String.valueOf(e.getMessage()));
            }
          });
      failed.refuse(count.get());
    }
  }

  private static String text(ModelFile model, PicturePrediction answer, int top, boolean json) {
    var outputs = answer.outputs();
    var classification = model.description().classification();
    if (classification != null) {
      var prediction = ClassPrediction.of(answer.path(), outputs, 0, classification.classes(), top);
      return json ? Json.line(prediction) : prediction.text();
    }
    var orientation = Orientation.of(answer.path(), outputs);
    return json ? Json.line(orientation) : orientation.text();
  }
}
