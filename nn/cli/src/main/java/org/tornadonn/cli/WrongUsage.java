package org.tornadonn.cli;

import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Wrong usage in one line, with a pointer to the help; exit code 2. */
final class WrongUsage implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "%s: %s See '%s --help'.%n",
            command.getCommandSpec().qualifiedName(),
            sentence(String.valueOf(e.getMessage())),
            command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  private static String sentence(String message) {
    var line = message.strip().replace("\n", " ");
    return line.endsWith(".") ? line : line + ".";
  }
}
