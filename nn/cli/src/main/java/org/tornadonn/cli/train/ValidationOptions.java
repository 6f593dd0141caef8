package org.tornadonn.cli.train;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.Subset;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say what a model is judged by while it is trained. */
final class ValidationOptions {

  private static final double SHARE = 0.1;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Share of the samples that is not trained on; 0 for none. Default: 0.1, or none with"
              + " --validation-data.")
  @Nullable Double share;

  @Option(
      names = "--validation-data",
      paramLabel = "PATH",
      description = "Pictures or rows with answers to validate on, instead of a share.")
  @Nullable Path data;

  /**
   * Checks the options.
   *
   * @throws ParameterException if they make no sense
   */
  void check(CommandSpec command) {
    if (share != null && !(share >= 0 && share < 1)) {
      throw new ParameterException(
          command.commandLine(), "--validation must lie in [0, 1), not " + share);
    }
    if (share != null && data != null) {
      throw new ParameterException(
          command.commandLine(), "--validation and --validation-data are mutually exclusive");
    }
  }

  /** Whether one of the options is there. */
  boolean isGiven() {
    return share != null || data != null;
  }

  /**
   * What is trained on and what is kept back.
   *
   * @param validation null for none
   */
  record Parts(Dataset training, @Nullable Dataset validation) {}

  /** Opens the folder, or keeps back the share. */
  Parts split(Dataset all, long seed, Function<Path, Dataset> opener) {
    if (data != null) {
      return new Parts(all, opener.apply(data));
    }
    double kept = share == null ? SHARE : share;
    if (kept == 0) {
      return new Parts(all, null);
    }
    var split = Subset.split(all, kept, seed);
    return new Parts(split.training(), split.validation());
  }
}
