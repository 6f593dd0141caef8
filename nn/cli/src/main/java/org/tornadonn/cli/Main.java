package org.tornadonn.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.tornadonn.cli.machine.DevicesCommand;
import org.tornadonn.cli.machine.DoctorCommand;
import org.tornadonn.cli.model.BenchCommand;
import org.tornadonn.cli.model.ExportCommand;
import org.tornadonn.cli.model.SummaryCommand;
import org.tornadonn.cli.model.TraceCommand;
import org.tornadonn.cli.predict.EvaluateCommand;
import org.tornadonn.cli.predict.PredictCommand;
import org.tornadonn.cli.show.Messages;
import org.tornadonn.cli.show.Output;
import org.tornadonn.cli.show.Version;
import org.tornadonn.cli.train.Program;
import org.tornadonn.cli.train.TrainCommand;
import org.tornadonn.cli.usage.FileNames;
import org.tornadonn.cli.usage.WrongUsage;
import org.tornadonn.heap.Heap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The entry point: finds the subcommand, runs it, and turns failures into one line. */
@Command(
    name = "tornado-nn",
    description = "Trains and runs neural networks on whatever accelerator this machine has.",
    mixinStandardHelpOptions = true,
    version = "tornado-nn " + Version.NUMBER,
    subcommands = {
      DemoCommand.class,
      GenerateCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ExportCommand.class,
      SummaryCommand.class,
      TraceCommand.class,
      BenchCommand.class,
      DevicesCommand.class,
      DoctorCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage",
      "130:stopped by Ctrl-C",
      "141:nobody read the output to its end"
    })
public final class Main implements Program {

  private Main() {}

  /** What shells say of a program whose reader has gone away: 128 and the number of SIGPIPE. */
  private static final int CLOSED_PIPE = 141;

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    // Not only this program's own numbers and names are to be the same in every country.
    Locale.setDefault(Locale.ROOT);
    VectorModule.add();
    Messages.show();
    System.exit(run(Output.stdout(), Output.stderr(), args));
  }

  /** Runs the command with what this JVM has as stdout and stderr. */
  static int run(String... args) {
    return run(
        new Output(System.out, System.out.charset()),
        new Output(System.err, System.err.charset()),
        args);
  }

  /** Runs the command and returns its exit code; an answer that cannot be written is a failure. */
  static int run(Output out, Output err, String... args) {
    var stdout = System.out;
    var stderr = System.err;
    System.setOut(out);
    System.setErr(err);
    try {
      return written(out, execute(args));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  private static int execute(String... args) {
    try {
      return commandLine().execute(args);
    } catch (OutOfMemoryError _) {
      System.err.printf(
          "tornado-nn: the %s that Java may use (%s) are not enough for this%n",
          Heap.text(Heap.bytes()), Heap.REMEDY);
      return ExitCode.SOFTWARE;
    }
  }

  /** What is lost of stderr is no part of the answer: a training outlives its terminal. */
  private static int written(Output out, int code) {
    var failure = out.failure();
    if (failure == null) {
      return code;
    }
    if (!out.isClosedPipe()) {
      System.err.printf("tornado-nn: the output cannot be written: %s.%n", failure);
    }
    return code != ExitCode.OK ? code : out.isClosedPipe() ? CLOSED_PIPE : ExitCode.SOFTWARE;
  }

  @Override
  public CommandLine unparsed() {
    return commandLine();
  }

  /** A command that has not parsed anything yet. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(new Failure())
        .setParameterExceptionHandler(new WrongUsage())
        .registerConverter(Path.class, FileNames::path)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }
}
