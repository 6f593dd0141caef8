package org.tornadonn.layer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which names somebody may have meant who wrote a word that is none: those that end with it, and
 * those that take the fewest letters added, left out, replaced, or swapped with their neighbours.
 */
public final class Nearest {

  private static final int MOST = 5;

  private Nearest() {}

  /**
   * {@return up to five names, the nearest first}
   *
   * @param word what was written
   * @param names what could have been: {@code layer4.1.conv2}
   */
  public static List<String> of(String word, Collection<String> names) {
    return names.stream()
        .sorted(
            Comparator.comparing((String name) -> !name.endsWith("." + word))
                .thenComparing(name -> errors(word, name)))
        .limit(MOST)
        .toList();
  }

  /**
   * {@return the optimal string alignment distance, upper and lower case aside}
   *
   * @param given what was written
   * @param name what could have been meant
   * @see <a
   *     href="https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance">Damerau–Levenshtein
   *     distance</a>
   */
  public static int errors(String given, String name) {
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
