package org.tornadonn.cli.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tornadonn.layer.Nearest;
import picocli.CommandLine;

/**
 * What somebody may have meant who wrote a word that is no name: the name that takes the fewest
 * letters added, left out, replaced, or swapped with their neighbours.
 *
 * @param name an option, or a subcommand with those before it
 * @param errors how many letters
 */
record Suggestion(String name, int errors) {

  /** The nearest option or subcommand, if one is near. */
  static Optional<Suggestion> of(CommandLine command, String word) {
    var near = new ArrayList<Suggestion>();
    if (word.startsWith("-")) {
      var given = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      for (var option : command.getCommandSpec().options()) {
        List.of(option.names())
            .forEach(name -> near.add(new Suggestion(name, Nearest.errors(given, name))));
      }
    } else {
      addCommands(near, command, word, "");
    }
    int letters = word.replace("-", "").length();
    int most = letters < 2 ? 0 : Math.max(1, letters / 3);
    return near.stream()
        .filter(it -> it.errors <= most)
        .min((a, b) -> Integer.compare(a.errors, b.errors));
  }

  private static void addCommands(
      List<Suggestion> near, CommandLine command, String word, String before) {
    command
        .getSubcommands()
        .forEach(
            (name, sub) -> {
              near.add(new Suggestion(before + name, Nearest.errors(word, name)));
              addCommands(near, sub, word, before + name + " ");
            });
  }
}
