package org.tornadonn.onnx;

import java.util.stream.IntStream;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.Strides;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * Sums of products, by names of axes: {@code bij,bjk->bik} is a product of matrices.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Einsum.html">ONNX</a>
 */
final class Einsum {

  private Einsum() {}

  static Operand apply(Invocation node) {
    var equation = named(node, node.text("equation", "").replace(" ", ""));
    var terms = equation.substring(0, equation.indexOf("->")).split(",", -1);
    if (terms.length != node.inputs()) {
      throw new Refusal(Reason.DAMAGED, "has the equation '%s'".formatted(equation));
    }
    var values = new Value[terms.length];
    for (int i = 0; i < terms.length; i++) {
      values[i] = node.value(diagonal(node, node.in(i), terms[i]));
      terms[i] = distinct(terms[i]);
    }
    var result = equation.substring(equation.indexOf("->"));
    return Functions.fraction(node, F.einsum(String.join(",", terms) + result, values));
  }

  private static String distinct(String term) {
    return term.chars()
        .distinct()
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Of axes with one letter, the elements whose places along them are equal. */
  private static Operand diagonal(Invocation node, Operand x, String term) {
    var letters = distinct(term);
    int[] dims = x.dims();
    if (letters.length() == term.length() || dims.length != term.length()) {
      return x;
    }
    int[] to = new int[letters.length()];
    int[] steps = new int[to.length];
    int[] strides = Strides.of(dims);
    for (int axis = 0; axis < dims.length; axis++) {
      int letter = letters.indexOf(term.charAt(axis));
      to[letter] = dims[axis];
      steps[letter] += strides[axis];
    }
    int[] places = new int[HostTensor.size(to)];
    for (int i = 0; i < places.length; i++) {
      int[] at = Strides.places(i, to);
      for (int k = 0; k < at.length; k++) {
        places[i] += at[k] * steps[k];
      }
    }
    return Indices.flat(node, x, to, places);
  }

  /**
   * With a result, and free letters in place of dots: the last of them for as many axes as there
   * are.
   */
  private static String named(Invocation node, String equation) {
    var free =
        IntStream.rangeClosed('A', 'z')
            .filter(Character::isLetter)
            .filter(letter -> equation.indexOf(letter) < 0)
            .limit(HostTensor.MAX_RANK)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    var sides = equation.split("->", -1);
    var terms = sides[0].split(",", -1);
    int most = 0;
    for (int i = 0; i < terms.length; i++) {
      if (terms[i].contains("...")) {
        int axes = Math.clamp(node.in(i).rank() - (terms[i].length() - 3), 0, free.length());
        terms[i] = terms[i].replace("...", free.substring(free.length() - axes));
        most = Math.max(most, axes);
      }
    }
    var all = free.substring(free.length() - most);
    var left = String.join(",", terms);
    var right =
        sides.length > 1
            ? sides[1].replace("...", all)
            : all
                + left.chars()
                    .filter(letter -> Character.isLetter(letter) && all.indexOf(letter) < 0)
                    .filter(letter -> left.indexOf(letter) == left.lastIndexOf(letter))
                    .sorted()
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return left + "->" + right;
  }
}
