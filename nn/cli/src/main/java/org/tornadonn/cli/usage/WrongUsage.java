package org.tornadonn.cli.usage;

import java.util.List;
import org.tornadonn.cli.show.Printable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong usage in one line, with a pointer to the help; exit code 2. */
public final class WrongUsage implements IParameterExceptionHandler {

  private static final int LONGEST = 600;

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    var command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "%s: %s See '%s --help'.%n",
            command.getCommandSpec().qualifiedName(),
            Printable.line(sentence(message(e))),
            command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  /** An option that is missing may be there under a name that is none. */
  private static String message(ParameterException e) {
    var command = e.getCommandLine();
    var unknown = command.getUnmatchedArguments();
    boolean isMissing = e instanceof MissingParameterException;
    if (isMissing && unknown.stream().anyMatch(word -> word.startsWith("-"))) {
      return unknown(command, unknown);
    }
    return e instanceof UnmatchedArgumentException x
        ? unknown(command, x.getUnmatched())
        : String.valueOf(e.getMessage());
  }

  /** There may be hundreds of them, where a shell has put files for a star. */
  private static String unknown(CommandLine command, List<String> words) {
    var options = words.stream().filter(word -> word.startsWith("-"));
    return "Unknown %s%s %s%s"
        .formatted(
            words.getFirst().startsWith("-") ? "option" : "argument",
            words.size() == 1 ? "" : "s",
            Listed.of(words.stream().map(word -> "'" + word + "'").toList()),
            Suggestion.of(command, words.getFirst())
                .or(() -> options.findFirst().flatMap(it -> Suggestion.of(command, it)))
                .map(it -> ": did you mean '%s'?".formatted(it.name()))
                .orElse(""));
  }

  /** An argument may be as long as a book. */
  private static String sentence(String message) {
    var text = message.strip().replace("\n", " ");
    var line = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return line.endsWith(".") || line.endsWith("?") ? line : line + ".";
  }
}
