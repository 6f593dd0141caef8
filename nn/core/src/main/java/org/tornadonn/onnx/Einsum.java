package org.tornadonn.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
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
    var equation = node.text("equation", "").replace(" ", "");
    if (equation.contains(".")) {
      throw node.variant("has an ellipsis in '%s'".formatted(equation));
    }
    var sides = equation.split("->", -1);
    var terms = List.of(sides[0].split(",", -1));
    if (terms.size() != node.inputs() || sides.length > 2) {
      throw new Refusal(Reason.DAMAGED, "has the equation '%s'".formatted(equation));
    }
    var sizes = new LinkedHashMap<Character, Integer>();
    for (int i = 0; i < terms.size(); i++) {
      measure(node, terms.get(i), node.in(i).dims(), sizes);
    }
    var output = sides.length == 2 ? sides[1] : implied(sides[0]);
    var result = node.value(0);
    var axes = terms.getFirst();
    for (int i = 1; i < terms.size(); i++) {
      var kept = new StringBuilder(output);
      terms.subList(i + 1, terms.size()).forEach(kept::append);
      var pair = new Pair(axes, terms.get(i), kept.toString(), sizes);
      result = pair.product(result, node.value(i));
      axes = pair.axes();
    }
    return Functions.fraction(node, arranged(result, axes, output));
  }

  private static void measure(
      Invocation node, String term, int[] dims, Map<Character, Integer> sizes) {
    if (term.length() != dims.length) {
      throw new Refusal(Reason.DAMAGED, "names axes '%s' of %d".formatted(term, dims.length));
    }
    for (int k = 0; k < dims.length; k++) {
      if (term.indexOf(term.charAt(k)) != k) {
        throw node.variant("takes a diagonal '%s'".formatted(term));
      }
      int size = dims[k];
      if (sizes.merge(term.charAt(k), size, (a, b) -> a.equals(b) ? a : -1) < 0) {
        throw new Refusal(Reason.SHAPE, "has two sizes for axis '%s'".formatted(term.charAt(k)));
      }
    }
  }

  /** The axes that occur once, in the order of the alphabet. */
  private static String implied(String terms) {
    var once = new StringBuilder();
    terms
        .chars()
        .filter(c -> c != ',' && terms.indexOf(c) == terms.lastIndexOf(c))
        .sorted()
        .forEach(c -> once.append((char) c));
    return once.toString();
  }

  /** Sums over axes that are not wanted, and orders the others. */
  private static Value arranged(Value x, String axes, String output) {
    var left = new StringBuilder();
    var gone = new ArrayList<Integer>();
    for (int k = 0; k < axes.length(); k++) {
      if (output.indexOf(axes.charAt(k)) < 0) {
        gone.add(k);
      } else {
        left.append(axes.charAt(k));
      }
    }
    var y =
        gone.isEmpty() ? x : F.sum(x, false, gone.stream().mapToInt(Integer::intValue).toArray());
    if (output.length() != left.length()) {
      throw new Refusal(Reason.DAMAGED, "makes axes '%s' of '%s'".formatted(output, axes));
    }
    int[] order = output.chars().map(c -> left.indexOf(String.valueOf((char) c))).toArray();
    return order.length == 0 ? y : F.permute(y, order);
  }

  /** Two terms: axes of both that are kept, of one of them alone, and those that are summed. */
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
      int rows = size(alone(a, b));
      int inner = size(summed());
      int columns = size(alone(b, a));
      var left = F.reshape(ordered(x, a, both() + alone(a, b) + summed()), batch, rows, inner);
      var right = F.reshape(ordered(y, b, both() + summed() + alone(b, a)), batch, inner, columns);
      int[] dims = axes().chars().map(c -> size(String.valueOf((char) c))).toArray();
      var product = F.matmul(left, right);
      return F.reshape(product, org.tornadonn.plan.Shape.of(dims));
    }

    private static Value ordered(Value x, String from, String to) {
      int[] order = to.chars().map(from::indexOf).toArray();
      boolean same =
          Arrays.equals(order, java.util.stream.IntStream.range(0, order.length).toArray());
      return same ? x : F.permute(x, order);
    }

    private int size(String axes) {
      return axes.chars().map(c -> sizes.getOrDefault((char) c, 1)).reduce(1, Math::multiplyExact);
    }

    private static String filter(String axes, java.util.function.IntPredicate wanted) {
      var found = new StringBuilder();
      axes.chars().filter(wanted).forEach(c -> found.append((char) c));
      return found.toString();
    }
  }
}
