package org.tornadonn.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: finds the subcommand, runs it, and turns failures into one line. */
@Command(
    name = "tornado-nn",
    description = "Trains and runs neural networks on whatever accelerator this machine has.",
    mixinStandardHelpOptions = true,
    version = "tornado-nn " + Main.VERSION,
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
    exitCodeList = {"0:done", "1:failed", "2:wrong usage", "130:stopped by Ctrl-C"})
public final class Main {

  static final String VERSION = "0.1.0-SNAPSHOT";

  private Main() {}

  /** Runs the command and ends the JVM with its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    VectorModule.add();
    Messages.show();
    int code = run(args);
    System.out.flush();
    System.exit(code);
  }

  /** Runs the command and returns its exit code. */
  static int run(String... args) {
    return commandLine().execute(args);
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
