package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Losses of classes, that ONNX has as operators. */
final class Losses {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry(
              "NegativeLogLikelihoodLoss",
              Rule.one(n -> Functions.fraction(n, loss(n, n.value(0))))),
          entry("SoftmaxCrossEntropyLoss", Losses::crossEntropy));

  private Losses() {}

  private static List<Operand> crossEntropy(Invocation node) {
    var logarithms = F.logSoftmax(node.value(0), 1);
    return List.of(
        Functions.fraction(node, loss(node, logarithms)), Functions.fraction(node, logarithms));
  }

  /** What is left out has weight 0. */
  private static Value loss(Invocation node, Value logarithms) {
    var reduction = node.text("reduction", "mean");
    boolean ignores = node.hasAttribute("ignore_index");
    long ignored = node.integer("ignore_index", -1);
    var target = node.value(1);
    Value weight = null;
    if (ignores) {
      var counted = F.ne(target, (float) ignored);
      target = F.where(counted, target, 0);
      weight = counted;
    }
    if (node.has(2)) {
      weight = product(F.take(node.value(2), 0, target), weight);
    }
    var picked = F.squeeze(F.gather(logarithms, 1, F.unsqueeze(target, 1)), 1);
    var each = F.neg(weight == null ? picked : F.mul(picked, weight));
    if (reduction.equals("none")) {
      return each;
    }
    node.joins(target.shape().dim(0));
    int[] axes = IntStream.range(0, target.shape().rank()).toArray();
    return switch (reduction) {
      case "sum" -> F.sum(each, axes);
      case "mean" ->
          weight == null ? F.mean(each, axes) : F.div(F.sum(each, axes), F.sum(weight, axes));
      default -> throw node.variant("has a reduction '%s'".formatted(reduction));
    };
  }

  private static Value product(Value a, @Nullable Value b) {
    return b == null ? a : F.mul(a, b);
  }
}
