package org.tornadonn.cli.train;

import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.DeviceOption;
import org.tornadonn.cli.machine.SparkOption;
import org.tornadonn.cli.usage.Check;
import org.tornadonn.cluster.Cluster;
import org.tornadonn.cluster.ClusterDevice;
import org.tornadonn.train.Stepping;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that spread a training over a cluster. */
final class SparkTrainingOptions {

  /** What belongs to the device of this machine alone. */
  private static final String[] ALONE = {
    "--find-lr", "--verify", "--fallback", "--kernels", "--autotune", "--cuda-graphs"
  };

  @Mixin SparkOption spark = new SparkOption();

  @Option(
      names = "--local-steps",
      paramLabel = "N",
      description =
          "With --spark: each executor does N steps by itself, then all weights are averaged; for"
              + " slow networks. N divides --accumulate, which counts the batches of a round.")
  @Nullable Integer localSteps;

  /**
   * Checks what can be checked before anything is read.
   *
   * @throws ParameterException if options do not go together
   */
  void check(TrainingOptions all) {
    var command = all.command();
    if (localSteps != null) {
      Check.positive(command, "--local-steps", localSteps);
      if (!spark.isGiven()) {
        throw new ParameterException(command.commandLine(), "--local-steps belongs to --spark");
      }
      int batches = all.step().microBatches();
      if (batches % localSteps != 0) {
        throw new ParameterException(
            command.commandLine(),
            "--accumulate must be a multiple of --local-steps: %d batches in rounds of %d steps on each executor leave some over"
                .formatted(batches, localSteps));
      }
    }
    if (spark.isGiven()) {
      spark.requireEngine();
      for (var name : ALONE) {
        if (command.commandLine().getParseResult().hasMatchedOption(name)
            && !isDefault(all, name)) {
          throw new ParameterException(
              command.commandLine(),
              "%s looks at the device of this machine: leave it out, or --spark".formatted(name));
        }
      }
    }
  }

  /** What a run's configuration repeats, though nobody gave it. */
  private static boolean isDefault(TrainingOptions all, String name) {
    var option = all.command().findOption(name);
    return option != null
        && (Boolean.FALSE.equals(option.getValue())
            || String.valueOf(option.<Object>getValue()).equalsIgnoreCase(option.defaultValue()));
  }

  /** Where the steps are done: here, or by a cluster. */
  Stepping stepping(@Nullable Cluster cluster, DeviceOption device) {
    if (cluster == null) {
      return Stepping.LOCAL;
    }
    var each = new ClusterDevice(device.name());
    return localSteps == null ? cluster.stepping(each) : cluster.localSteps(each, localSteps);
  }
}
