package org.tornadonn.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.tornadonn.cli.usage.WrongUsage;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The command, for tests in other packages. */
public final class Commands {

  private Commands() {}

  /** What a command says when it does not do what it was asked for. */
  public static final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    Refusal(String said) {
      super(said.stripTrailing());
    }
  }

  /**
   * Runs a command.
   *
   * @return what it has said on stdout and stderr
   * @throws Refusal if it has not ended well, with its last words
   */
  public static String run(List<String> arguments) throws Refusal {
    var said = new ByteArrayOutputStream();
    var stdout = System.out;
    var stderr = System.err;
    var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    int code;
    try {
      code = Main.run(arguments.toArray(String[]::new));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
    var text = said.toString(StandardCharsets.UTF_8).stripTrailing();
    if (code != 0) {
      // Remarks come first; a defect is told of in many lines.
      throw new Refusal(
          text.contains("this is a defect") ? text : text.substring(text.lastIndexOf('\n') + 1));
    }
    return text;
  }

  /**
   * Parses a command line, of which nothing runs.
   *
   * @throws Refusal if it is wrong, with what the command would say
   */
  public static void parse(List<String> arguments) throws Refusal {
    var all = arguments.toArray(String[]::new);
    try {
      Main.commandLine().parseArgs(all);
    } catch (ParameterException e) {
      var said = new StringWriter();
      e.getCommandLine().setErr(new PrintWriter(said));
      new WrongUsage().handleParseException(e, all);
      throw new Refusal(said.toString());
    }
  }

  /** A command line for every option of every command, its argument separate. */
  public static List<List<String>> examples() {
    var examples = new ArrayList<List<String>>();
    examples(Main.commandLine(), List.of(), examples);
    return examples;
  }

  private static void examples(
      CommandLine command, List<String> words, List<List<String>> examples) {
    var needed = new ArrayList<>(words);
    for (var argument : command.getCommandSpec().args()) {
      if (argument.required() && argument.group() == null) {
        add(needed, argument);
      }
    }
    for (var option : command.getCommandSpec().options()) {
      if (!option.required()) {
        var line = new ArrayList<>(needed);
        add(line, option);
        examples.add(line);
      }
    }
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              var longer = new ArrayList<>(words);
              longer.add(name);
              examples(sub, longer, examples);
            });
  }

  private static void add(List<String> line, ArgSpec argument) {
    if (argument instanceof OptionSpec option) {
      line.add(option.longestName());
    }
    if (argument.arity().max() > 0) {
      var choices = argument.completionCandidates();
      var value = argument.defaultValue();
      line.add(value != null ? value : choices == null ? "1" : choices.iterator().next());
    }
  }
}
