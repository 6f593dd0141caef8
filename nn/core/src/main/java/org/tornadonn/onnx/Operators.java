package org.tornadonn.onnx;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.tornadonn.onnx.tensor.Refusal;

/**
 * The operators that are replayed, by name.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">The operators</a>
 */
final class Operators {

  private static final Map<String, Rule> RULES = rules();

  private Operators() {}

  private static Map<String, Rule> rules() {
    var rules = new TreeMap<String, Rule>();
    rules.putAll(Functions.RULES);
    rules.putAll(Arithmetic.RULES);
    rules.putAll(Logic.RULES);
    rules.putAll(Bits.RULES);
    rules.putAll(Types.RULES);
    rules.putAll(Sizes.RULES);
    rules.putAll(Pieces.RULES);
    rules.putAll(Indices.RULES);
    rules.putAll(Scatters.RULES);
    rules.putAll(Lists.RULES);
    rules.putAll(Sequences.RULES);
    rules.putAll(Reductions.RULES);
    rules.putAll(Normalizations.RULES);
    rules.putAll(Products.RULES);
    rules.putAll(Convolutions.RULES);
    rules.putAll(Pools.RULES);
    rules.putAll(Resizes.RULES);
    rules.putAll(Recurrences.RULES);
    rules.putAll(Attention.RULES);
    rules.putAll(GridSampling.RULES);
    rules.putAll(Spectra.RULES);
    rules.putAll(Quantization.RULES);
    rules.putAll(Losses.RULES);
    rules.putAll(Control.RULES);
    return Collections.unmodifiableMap(rules);
  }

  static boolean has(String operator) {
    return RULES.containsKey(operator);
  }

  /**
   * How an operator is replayed.
   *
   * @throws Refusal if it is not known
   */
  static Rule rule(String operator) {
    var rule = RULES.get(operator);
    if (rule == null) {
      throw new Refusal(Unread.reason(operator), "is not read");
    }
    return rule;
  }
}
