package org.tornadonn.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A language of texts, by its words.
 *
 * @param word what counts as one; whatever is between two words is one as well
 */
record Tokens(Pattern word) {

  static final Tokens JSON =
      new Tokens(Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[-+.\\w]++|[\\[\\]{}:,]"));

  static final Tokens CSV = new Tokens(Pattern.compile("\"[^\"]*\"|[^,;\t\r\n\"]+|[,;\t]|\r?\n"));

  /** A text of which one or a few words are gone, doubled, swapped, others', or odd. */
  byte[] several(byte[] text, byte[] other, Choices choices) {
    var words = words(text);
    var others = words(other);
    for (int n = choices.few(); n > 0 && !words.isEmpty(); n--) {
      int at = choices.below(words.size());
      int to = Math.min(words.size(), at + 1 + choices.below(8));
      switch (choices.below(8)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(at));
        case 2 -> words.set(at, words.set(choices.below(words.size()), words.get(at)));
        case 3 -> words.addAll(to, List.copyOf(words.subList(at, to)));
        case 4 -> words.set(at, choices.of(others));
        case 5 -> words.subList(at, to).clear();
        case 6 -> words.set(at, Odd.numberText(choices));
        default -> words.set(at, choices.oneIn(2) ? Odd.text(choices) : quoted(choices));
      }
    }
    return String.join("", words).getBytes(UTF_8);
  }

  private List<String> words(byte[] text) {
    var words = new ArrayList<String>();
    var all = new String(text, UTF_8);
    int done = 0;
    for (MatchResult match : word.matcher(all).results().toList()) {
      if (match.start() > done) {
        words.add(all.substring(done, match.start()));
      }
      words.add(match.group());
      done = match.end();
    }
    if (done < all.length()) {
      words.add(all.substring(done));
    }
    return words;
  }

  private static String quoted(Choices choices) {
    return '"' + Odd.text(choices).replace("\"", "\\\"") + '"';
  }
}
