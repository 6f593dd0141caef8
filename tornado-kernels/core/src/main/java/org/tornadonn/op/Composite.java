package org.tornadonn.op;

import java.util.List;
import java.util.function.Supplier;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Value;

/**
 * What several operations of a graph are: one of PyTorch's functions, which other formats may have
 * an operator for.
 *
 * @param function its name
 * @param operands the values that it takes
 * @param arguments whatever else it takes
 * @param result what it gives
 */
public record Composite(
    String function, List<Value> operands, List<Object> arguments, Value result) {

  public Composite {
    operands = List.copyOf(operands);
    arguments = List.copyOf(arguments);
  }

  /** Records a function, and that it is one, unless it does nothing. */
  static Value of(
      String function, List<Value> operands, List<Object> arguments, Supplier<Value> recorded) {
    if (!(operands.getFirst().tape() instanceof Graph graph)) {
      return recorded.get();
    }
    int from = graph.nodes().size();
    var result = recorded.get();
    if (graph.nodes().size() > from && graph.nodes().getLast().output() == result) {
      graph.mean(new Composite(function, operands, arguments, result), from);
    }
    return result;
  }
}
