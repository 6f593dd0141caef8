package org.tornadonn.benchmarks;

import java.util.List;
import java.util.function.Function;
import org.tornadonn.plan.Value;

/**
 * A function of {@code op.F}, and the same in PyTorch.
 *
 * @param ours records it on its operands
 * @param theirs an expression in Python: its operands are a, b, c and so on; {@code torch} and
 *     {@code nn.functional} as {@code F} are there
 * @param trains whether it has gradients that are measured too
 */
record FunctionCase(
    String name,
    List<Operand> operands,
    Function<List<Value>, Value> ours,
    String theirs,
    boolean trains) {

  static FunctionCase of(
      String name, Function<List<Value>, Value> ours, String theirs, Operand... operands) {
    return new FunctionCase(name, List.of(operands), ours, theirs, true);
  }

  /** The same, forward alone. */
  FunctionCase withoutGradient() {
    return new FunctionCase(name, operands, ours, theirs, false);
  }
}
