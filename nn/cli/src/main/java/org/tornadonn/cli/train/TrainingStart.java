package org.tornadonn.cli.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.Candidates;
import org.tornadonn.cli.run.Configuration;
import org.tornadonn.cli.run.Lesson;
import org.tornadonn.cli.run.RunFolder;
import org.tornadonn.cli.run.RunLock;
import org.tornadonn.cli.run.TrainingRun;
import org.tornadonn.data.DataException;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.Checkpoints;
import org.tornadonn.train.Fit;
import org.tornadonn.train.FitState;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * From options to a training that runs: a new one, or one that goes on.
 *
 * @param lesson its data are open
 * @param candidates the devices to try
 */
record TrainingStart(TrainingKind kind, Lesson lesson, Candidates candidates) {

  private static final String TRAIN = "train";

  /**
   * Trains, and prints the model's file.
   *
   * @param name what the run's folder is called if none was given
   */
  static void run(TrainingKind kind, String name) {
    var options = kind.options();
    if (options.resume != null) {
      resume(options.resume, kind);
      return;
    }
    var begun =
        options.config == null ? kind : configured(kind, Configuration.read(options.config));
    var start = TrainingStart.of(begun, null);
    if (begun.options().findLearningRate) {
      new LearningRateSearch(start.lesson, begun.options()).run(start.candidates);
      return;
    }
    boolean overwrite = begun.options().overwrite;
    var output = Objects.requireNonNullElse(options.output, Path.of("runs", name));
    try (var _ = RunFolder.lock(output, overwrite, line(kind))) {
      start.train(RunFolder.create(output, overwrite), null);
    }
  }

  private static void resume(Path run, TrainingKind given) {
    given.options().requireAnew();
    var folder = new RunFolder(run);
    if (!Files.exists(folder.configuration())) {
      throw new DataException(
          "%s holds no run that could go on: there is no %s. Give the --output folder of a training."
              .formatted(run, folder.configuration().getFileName()));
    }
    try (var _ = RunLock.take(run, line(given))) {
      resume(folder, configured(given, Configuration.read(folder.configuration()).goingOn()));
    }
  }

  private static void resume(RunFolder folder, TrainingKind begun) {
    var run = folder.path();
    var options = begun.options();
    options.check();
    var checkpoint =
        new Checkpoints(folder.checkpoints(), options.keep).newest(System.err::println);
    if (checkpoint == null) {
      System.err.printf("Going on with %s from its beginning: there is no checkpoint yet%n", run);
    } else if (options.fit().isDone(checkpoint.fit())) {
      requireReportMissing(folder, options.fit(), checkpoint.fit());
      System.err.printf(
          "Run %s is complete after epoch %d, but has no report: writing it%n",
          run, checkpoint.fit().epoch());
    } else {
      System.err.printf("Going on with %s after %s%n", run, TrainingRun.where(checkpoint.fit()));
      warnOfBest(folder, checkpoint.fit());
    }
    var start = TrainingStart.of(begun, checkpoint);
    int epochs = checkpoint == null ? 0 : checkpoint.fit().epoch();
    var from = checkpoint == null ? null : start.unchanged(checkpoint, run);
    start.train(RunFolder.resume(run, epochs), from);
  }

  /**
   * The checkpoint with the data as they are now.
   *
   * @throws DataException if they are others than it was trained on, and nobody has accepted that
   */
  private Checkpoint unchanged(Checkpoint from, Path run) {
    var now = lesson.data();
    var differences = from.data().differences(now);
    if (differences.isEmpty()) {
      return from.on(now);
    }
    var changed = String.join(", ", differences);
    if (kind.options().dataChanged != TrainingOptions.DataChanged.ACCEPT) {
      throw new DataException(
          "The data of run %s have changed since its last checkpoint (%s). Bring back those that it was trained on, begin anew with --output, or go on with what is there: --data-changed accept."
              .formatted(run, changed));
    }
    System.err.printf("Going on with data that have changed: %s%n", changed);
    return new Checkpoint(from.training(), from.fit().onOtherData(), now);
  }

  /** No checkpoint can give back the model of the best epoch. */
  private static void warnOfBest(RunFolder run, FitState state) {
    try {
      if (state.best().epoch() > 0) {
        var _ = ModelFile.load(run.best());
      }
    } catch (ModelFileException e) {
      System.err.printf(
          "%s It is written after the next epoch that is the best.%n", e.getMessage());
    }
  }

  /** Of a complete run, only the report can be missing: what was killed right before it. */
  private static void requireReportMissing(RunFolder run, Fit fit, FitState state) {
    if (!Files.exists(run.report())) {
      return;
    }
    throw new DataException(
        (fit.isStopped(state)
                ? "Run %s stopped early after epoch %d: to go on, give more --patience."
                : "Run %s has finished its %d epochs: give more with --epochs.")
            .formatted(run.path(), state.epoch()));
  }

  /** The command once more, with the settings of a file where the command line gives none. */
  private static TrainingKind configured(TrainingKind given, Configuration configuration) {
    var command = given.options().command();
    var word = configuration.kind().isEmpty() ? kind(command) : configuration.kind();
    var train = Objects.requireNonNull(unparsed(command).getSubcommands().get(TRAIN));
    var arguments = new ArrayList<>(arguments(command));
    var target = train;
    if (!word.equals(kind(train.getCommandSpec()))) {
      target = train.getSubcommands().get(word);
      if (target == null) {
        throw new DataException(
            "%s is of kind '%s', which 'train' does not know."
                .formatted(configuration.source(), word));
      }
    }
    boolean isSub = !kind(command).equals(kind(train.getCommandSpec()));
    if (isSub && !word.equals(kind(command))) {
      throw new ParameterException(
          command.commandLine(),
          "%s is of kind '%s', not '%s'".formatted(configuration.source(), word, kind(command)));
    }
    if (target != train && !isSub) {
      arguments.addFirst(word);
    }
    arguments.addFirst(TRAIN);
    var first = parsed(arguments, command, configuration);
    arguments.addAll(configuration.argumentsBeside(first));
    var parsed = parsed(arguments, command, configuration);
    if (parsed.commandSpec().userObject() instanceof TrainingKind kind) {
      return kind;
    }
    throw new IllegalStateException(parsed.commandSpec().qualifiedName() + " does not train.");
  }

  /**
   * The innermost command of a command line.
   *
   * @throws ParameterException if it cannot be parsed; the message names the file
   */
  private static ParseResult parsed(
      List<String> arguments, CommandSpec command, Configuration configuration) {
    try {
      var parsed = unparsed(command).parseArgs(arguments.toArray(String[]::new));
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      return parsed;
    } catch (ParameterException e) {
      throw new ParameterException(
          command.commandLine(), "%s: %s".formatted(configuration.source(), e.getMessage()), e);
    }
  }

  /** The whole command line once more. */
  private static CommandLine unparsed(CommandSpec command) {
    if (command.root().userObject() instanceof Program program) {
      return program.unparsed();
    }
    throw new IllegalStateException(command.qualifiedName() + " is no part of the program.");
  }

  /** The kind of training of a command: its name, of 'train' itself orientation. */
  private static String kind(CommandSpec command) {
    return command.name().equals(TRAIN) ? "orientation" : command.name();
  }

  /** The command line behind 'train'. */
  private static List<String> arguments(CommandSpec command) {
    var all = command.root().commandLine().getParseResult().expandedArgs();
    return all.subList(all.indexOf(TRAIN) + 1, all.size());
  }

  /** The command line, for others to recognize this process by. */
  private static String line(TrainingKind kind) {
    var parsed = kind.options().command().root().commandLine().getParseResult();
    return String.join(" ", parsed.originalArgs());
  }

  /**
   * Reads the data and looks for devices; changes nothing.
   *
   * @param from where to go on; null for the beginning
   */
  private static TrainingStart of(TrainingKind kind, @Nullable Checkpoint from) {
    var options = kind.options();
    options.check();
    var lesson = kind.lesson();
    if (from == null) {
      options.begin(lesson.model());
    }
    options.freeze(lesson.model());
    var candidates =
        options.spark.spark.isGiven()
            ? Candidates.only(options.device.jvm())
            : options.fallback.candidates(options.device);
    Fit.requireBatch(
        lesson.training().size(), (long) options.batch * options.step().microBatches());
    Fit.requireNoneAlone(lesson.model(), lesson.training().size(), options.batch);
    return new TrainingStart(kind, lesson, candidates);
  }

  /**
   * Trains, and prints the model's file.
   *
   * @param from where to go on; null for the beginning
   */
  private void train(RunFolder folder, @Nullable Checkpoint from) {
    var options = kind.options();
    var command = options.command();
    boolean isDone = from != null && options.fit().isDone(from.fit());
    boolean spreads = options.spark.spark.isGiven() && !isDone;
    try (var cluster = spreads ? options.spark.spark.connect() : null) {
      var run =
          new TrainingRun(
              folder,
              Configuration.of(folder.configuration(), command, kind(command)),
              lesson,
              options.optimizer(),
              options.batch,
              options.step(),
              options.fit(),
              options.verify.verify,
              options.keep,
              options.checkpointSteps,
              options.spark.stepping(cluster, options.device));
      if (from != null && isDone) {
        run.report(candidates, from);
      } else {
        var device = run.run(candidates, from == null ? lesson.start() : from);
        lesson.task().finish(lesson, device, options.batch, options.fit());
      }
    }
    System.out.println(folder.model());
  }
}
