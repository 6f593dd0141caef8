package org.tornadonn.cli.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
            .forEach(name -> near.add(new Suggestion(name, errors(given, name))));
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
              near.add(new Suggestion(before + name, errors(word, name)));
              addCommands(near, sub, word, before + name + " ");
            });
  }

  /**
   * The optimal string alignment distance, upper and lower case aside.
   *
   * @see <a
   *     href="https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance">Damerau–Levenshtein
   *     distance</a>
   */
  private static int errors(String given, String name) {
    var a = given.toLowerCase(Locale.ROOT);
    var b = name.toLowerCase(Locale.ROOT);
    var distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
          continue;
        }
        int replaced = distance[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        boolean isSwapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        distance[i][j] = isSwapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
      }
    }
    return distance[a.length()][b.length()];
  }
}
