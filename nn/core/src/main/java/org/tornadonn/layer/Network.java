package org.tornadonn.layer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.plan.Value;

/**
 * Layers wired to each other by name, where a {@link Sequential} is not enough: a value may go
 * several ways, and ways may meet again. Gives what its last step gives.
 *
 * @param steps in an order in which every step comes behind those that it takes
 */
public record Network(List<Step> steps) implements Layer {

  /** What steps call the network's own input. */
  public static final String INPUT = "input";

  /**
   * A layer and where its input comes from.
   *
   * @param name of the layer, as {@code state_dict} shall have it: {@code conv.0}
   * @param layer what the step does
   * @param inputs names of earlier steps, or {@link #INPUT}; the layer takes their sum
   */
  public record Step(String name, Layer layer, List<String> inputs) {

    /** Checks that there is an input. */
    public Step {
      inputs = List.copyOf(inputs);
      if (inputs.isEmpty()) {
        throw new IllegalArgumentException("Step '%s' needs an input.".formatted(name));
      }
    }
  }

  /** Checks that the steps take what comes before them, under names of their own. */
  public Network {
    steps = List.copyOf(steps);
    var known = new HashSet<String>(List.of(INPUT));
    for (var step : steps) {
      for (var input : step.inputs()) {
        if (!known.contains(input)) {
          throw new IllegalArgumentException(
              "Step '%s' of a Network takes '%s', which no step before it is called."
                  .formatted(step.name(), input));
        }
      }
      if (step.name().isEmpty() || !known.add(step.name())) {
        throw new IllegalArgumentException(
            "Two steps of a Network, or one and its input, are called '%s': give each a name of its own."
                .formatted(step.name()));
      }
    }
  }

  @Override
  public Value forward(Scope scope, Value x) {
    var values = new HashMap<String, Value>();
    values.put(INPUT, x);
    var last = x;
    for (var step : steps) {
      last = scope.call(step.name(), step.layer(), sum(scope, step, values));
      values.put(step.name(), last);
    }
    return last;
  }

  private static Value sum(Scope scope, Step step, Map<String, Value> values) {
    var inputs =
        step.inputs().stream().map(name -> Objects.requireNonNull(values.get(name))).toList();
    var sum = inputs.getFirst();
    for (var next : inputs.subList(1, inputs.size())) {
      sum = scope.call(step.name(), (inner, x) -> inner.apply(new Add(), x, next), sum);
    }
    return sum;
  }
}
