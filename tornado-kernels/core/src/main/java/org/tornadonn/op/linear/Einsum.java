package org.tornadonn.op.linear;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.arithmetic.Sum;
import org.tornadonn.op.shape.Permute;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Sums of products, by letters for axes: {@code bij,bjk->bik} is a product of batches of matrices.
 * Factors are multiplied from left to right, each time as a product of matrices.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.einsum.html">PyTorch</a>
 */
public final class Einsum {

  private Einsum() {}

  /**
   * Records it. A letter stands for one axis of a factor: there are no diagonals and no ellipses.
   *
   * @param equation the axes of each factor, and those of the result; without {@code ->}, those
   *     that occur once, in the order of the alphabet
   */
  public static Value of(String equation, Value... factors) {
    var sides = equation.replace(" ", "").split("->", -1);
    var terms = List.of(sides[0].split(",", -1));
    if (terms.size() != factors.length || sides.length > 2) {
      throw new ShapeException(
          "einsum has the equation '%s' for %d values: it names the axes of each, with commas between them."
              .formatted(equation, factors.length));
    }
    var sizes = new LinkedHashMap<Character, Integer>();
    for (int i = 0; i < factors.length; i++) {
      measure(terms.get(i), factors[i].shape(), sizes);
    }
    var output = sides.length == 2 ? sides[1] : once(sides[0]);
    var result = factors[0];
    var axes = terms.getFirst();
    for (int i = 1; i < factors.length; i++) {
      var kept = output + String.join("", terms.subList(i + 1, factors.length));
      var pair = new Pair(axes, terms.get(i), kept, sizes);
      result = pair.product(result, factors[i]);
      axes = pair.axes();
    }
    return arranged(result, axes, output);
  }

  private static void measure(String term, Shape shape, Map<Character, Integer> sizes) {
    if (term.length() != shape.rank() || !term.chars().allMatch(Character::isLetter)) {
      throw new ShapeException(
          "einsum has '%s' for the axes of %s: one letter for each.".formatted(term, shape));
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      char letter = term.charAt(axis);
      if (term.indexOf(letter) != axis) {
        throw new ShapeException(
            "einsum takes no diagonal, as '%s' says: use diagonal first.".formatted(term));
      }
      int size = shape.dim(axis);
      int known = sizes.merge(letter, size, (a, b) -> a);
      if (known != size) {
        throw new ShapeException(
            "einsum has two sizes for axis '%s', %d and %d.".formatted(letter, known, size));
      }
    }
  }

  /** The axes that occur once, in the order of the alphabet. */
  private static String once(String terms) {
    int[] letters =
        terms
            .chars()
            .filter(c -> c != ',' && terms.indexOf(c) == terms.lastIndexOf(c))
            .sorted()
            .toArray();
    return new String(letters, 0, letters.length);
  }

  /** Sums over axes that are not wanted, and orders the others. */
  private static Value arranged(Value x, String axes, String output) {
    var left = filter(axes, c -> output.indexOf(c) >= 0);
    if (output.length() != left.length() || output.chars().distinct().count() != left.length()) {
      throw new ShapeException(
          "einsum makes axes '%s' of '%s': each has to be among those of the values, once."
              .formatted(output, axes));
    }
    int[] gone =
        IntStream.range(0, axes.length()).filter(k -> output.indexOf(axes.charAt(k)) < 0).toArray();
    var y = gone.length == 0 ? x : Sum.over(x, gone);
    int[] dims = left.chars().map(c -> x.shape().dim(axes.indexOf(c))).toArray();
    return ordered(reshape(y, dims), left, output);
  }

  private static Value ordered(Value x, String from, String to) {
    int[] order = to.chars().map(from::indexOf).toArray();
    boolean same = Arrays.equals(order, IntStream.range(0, order.length).toArray());
    return same ? x : Permute.of(x, order);
  }

  private static Value reshape(Value x, int... dims) {
    var shape = Shape.of(dims);
    return x.shape().equals(shape) ? x : x.tape().apply(new Reshape(shape), x);
  }

  private static String filter(String axes, IntPredicate wanted) {
    int[] found = axes.chars().filter(wanted).toArray();
    return new String(found, 0, found.length);
  }

  /** Two factors: axes of both that are kept, of one of them alone, and those that are summed. */
  private record Pair(String a, String b, String kept, Map<Character, Integer> sizes) {

    private String both() {
      return filter(a, c -> b.indexOf(c) >= 0 && kept.indexOf(c) >= 0);
    }

    private String summed() {
      return filter(a, c -> b.indexOf(c) >= 0 && kept.indexOf(c) < 0);
    }

    private String alone(String one, String other) {
      return filter(one, c -> other.indexOf(c) < 0);
    }

    String axes() {
      return both() + alone(a, b) + alone(b, a);
    }

    Value product(Value x, Value y) {
      int batch = size(both());
      int inner = size(summed());
      var left = ordered(x, a, both() + alone(a, b) + summed());
      var right = ordered(y, b, both() + summed() + alone(b, a));
      var product =
          MatMul.of(
              reshape(left, batch, size(alone(a, b)), inner),
              reshape(right, batch, inner, size(alone(b, a))));
      return reshape(product, axes().chars().map(c -> size(Character.toString(c))).toArray());
    }

    private int size(String axes) {
      return axes.chars().map(c -> sizes.getOrDefault((char) c, 1)).reduce(1, Math::multiplyExact);
    }
  }
}
