package org.tornadonn.onnx;

import java.util.Set;
import org.tornadonn.onnx.tensor.Reason;

/** Why operators are not read that never will be. */
final class Unread {

  private static final Set<String> RANDOM =
      Set.of(
          "Bernoulli",
          "Multinomial",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike");

  private static final Set<String> TEXT =
      Set.of(
          "ImageDecoder",
          "RegexFullMatch",
          "StringConcat",
          "StringNormalizer",
          "StringSplit",
          "TfIdfVectorizer");

  private static final Set<String> SIZED_BY_DATA =
      Set.of("Compress", "NonMaxSuppression", "NonZero", "Unique");

  private Unread() {}

  static Reason reason(String operator) {
    if (RANDOM.contains(operator)) {
      return Reason.RANDOM;
    }
    if (TEXT.contains(operator)) {
      return Reason.TYPE;
    }
    return SIZED_BY_DATA.contains(operator) ? Reason.DATA : Reason.OPERATOR;
  }
}
