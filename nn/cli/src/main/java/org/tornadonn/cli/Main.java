package org.tornadonn.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: finds the subcommand, runs it, and turns failures into one line. */
@Command(
    name = "tornado-nn",
    description = "Trains and runs neural networks on whatever accelerator this machine has.",
    mixinStandardHelpOptions = true,
    version = "tornado-nn 0.1.0-SNAPSHOT",
    subcommands = {
      DemoCommand.class,
      GenerateCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      ExportCommand.class,
      SummaryCommand.class,
      DevicesCommand.class,
      DoctorCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
public final class Main {

  private Main() {}

  /** Runs the command and ends the JVM with its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] args) {
    Messages.show();
    int code = run(args);
    System.out.flush();
    System.exit(code);
  }

  /** Runs the command and returns its exit code. */
  static int run(String... args) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(new Failure())
        .setParameterExceptionHandler(new WrongUsage())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .execute(args);
  }
}
