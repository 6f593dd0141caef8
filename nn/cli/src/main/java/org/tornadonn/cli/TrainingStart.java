package org.tornadonn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.DataException;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.Fit;
import org.tornadonn.train.TrainingState;
import picocli.CommandLine;

/** From options to a training that runs: a new one, or one that goes on. */
final class TrainingStart {

  private TrainingStart() {}

  /**
   * Trains, and prints the model's file.
   *
   * @param name what the run's folder is called if none was given
   */
  static void run(TrainingKind kind, String name) {
    var options = kind.options();
    if (options.resume != null) {
      resume(options.resume, options);
      return;
    }
    var output = Objects.requireNonNullElse(options.output, Path.of("runs", name));
    train(kind, output, null);
  }

  private static void resume(Path run, TrainingOptions given) {
    var file = new RunFolder(run).checkpoint();
    if (!Files.exists(file)) {
      throw new DataException(
          "%s holds no run that could go on: there is no %s. Give the --output folder of a training that finished an epoch."
              .formatted(run, file.getFileName()));
    }
    var checkpoint = Checkpoint.read(file);
    var begun = begun(checkpoint);
    begun.options().takeAnew(given);
    if (checkpoint.epochs() >= begun.options().epochs) {
      throw new DataException(
          "Run %s has finished its %d epochs: give more with --epochs."
              .formatted(run, checkpoint.epochs()));
    }
    System.err.printf("Going on with %s after epoch %d%n", run, checkpoint.epochs());
    train(begun, run, checkpoint);
  }

  /** The command that began the run, whichever kind of training it was. */
  private static TrainingKind begun(Checkpoint checkpoint) {
    var parsed =
        new CommandLine(new TrainCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .parseArgs(Json.strings(checkpoint.notes()));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    if (parsed.commandSpec().userObject() instanceof TrainingKind kind) {
      return kind;
    }
    throw new DataException(
        "The run was begun by '%s', which cannot go on."
            .formatted(parsed.commandSpec().qualifiedName()));
  }

  /**
   * Trains.
   *
   * @param output the run's folder
   * @param from where to go on; null for a new run
   */
  private static void train(TrainingKind kind, Path output, @Nullable Checkpoint from) {
    var options = kind.options();
    options.check();
    var lesson = kind.lesson();
    if (from == null) {
      options.begin(lesson.model());
    }
    options.freeze.forEach(lesson.model()::freeze);
    var candidates = options.fallback.candidates(options.device);
    Fit.requireBatch(lesson.training().size(), options.batch);
    var folder =
        from == null
            ? RunFolder.create(output, options.overwrite)
            : RunFolder.resume(output, from.epochs());
    new TrainingRun(
            folder,
            lesson,
            options.optimizer(),
            options.batch,
            options.fit(),
            options.verify.verify)
        .run(
            candidates,
            from == null
                ? new Checkpoint(
                    TrainingState.first(lesson.model()), 0, Json.line(arguments(options)))
                : from);
    System.out.println(folder.model());
  }

  /** The command line behind 'train'. */
  private static List<String> arguments(TrainingOptions options) {
    var root = options.command().root().commandLine();
    var all = root.getParseResult().expandedArgs();
    return all.subList(all.indexOf("train") + 1, all.size());
  }
}
