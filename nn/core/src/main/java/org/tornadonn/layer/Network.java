package org.tornadonn.layer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.plan.Value;

/**
 * Layers wired to each other by name, where a {@link Sequential} is not enough: a value may go
 * several ways, and ways may meet again.
 *
 * <p>A value is called as the step that makes it, which is the first value that the step gives; the
 * others are called {@code step:name}, by the names that its block has for them.
 *
 * @param steps in an order in which every step comes behind those that it takes
 * @param inputs what steps call the values that come in; empty for {@link #INPUT} alone
 * @param outputs which values the network gives, under these names; empty for that of its last step
 */
public record Network(List<Step> steps, List<String> inputs, List<String> outputs)
    implements Layer {

  /** What steps call the network's own input. */
  public static final String INPUT = Signature.INPUT;

  /**
   * A layer or block and where its inputs come from.
   *
   * @param name of the layer, as {@code state_dict} shall have it: {@code conv.0}
   * @param layer what the step does
   * @param inputs names of values of earlier steps, or of inputs; a {@link Layer} takes their sum,
   *     unless it {@linkplain Layer#takesSeveral takes several}; another block takes them as its
   *     operands
   */
  public record Step(String name, Block layer, List<String> inputs) {

    /** Checks that there is an input. */
    public Step {
      inputs = List.copyOf(inputs);
      if (inputs.isEmpty()) {
        throw new IllegalArgumentException("Step '%s' needs an input.".formatted(name));
      }
    }

    private Values applied(Scope scope, List<Value> operands) {
      return layer instanceof Layer one && !one.takesSeveral()
          ? Values.of(Signature.OUTPUT, scope.call(name, one, sum(scope, operands)))
          : scope.call(name, layer, Values.of(operands));
    }

    private Value sum(Scope scope, List<Value> operands) {
      var sum = operands.getFirst();
      for (var next : operands.subList(1, operands.size())) {
        sum = scope.call(name, (inner, x) -> inner.apply(new Add(), x, next), sum);
      }
      return sum;
    }
  }

  /** Checks that the steps take what comes before them, under names of their own. */
  public Network {
    steps = List.copyOf(steps);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    var known = new HashSet<String>();
    for (var input : inputs.isEmpty() ? List.of(INPUT) : inputs) {
      requireNew(known, input);
    }
    for (var step : steps) {
      for (var input : step.inputs()) {
        requireKnown(known, input, "Step '%s' of a Network takes".formatted(step.name()));
      }
      requireNew(known, step.name());
    }
    for (var output : outputs) {
      requireKnown(known, output, "A Network gives");
    }
    if (new HashSet<>(outputs).size() < outputs.size()) {
      throw new IllegalArgumentException("A Network gives a value twice: " + outputs + ".");
    }
  }

  /**
   * A network of one input, called {@link #INPUT}, which gives what its last step gives.
   *
   * @param steps in an order in which every step comes behind those that it takes
   */
  public Network(List<Step> steps) {
    this(steps, List.of(), List.of());
  }

  private static void requireNew(HashSet<String> known, String name) {
    if (name.isEmpty() || !known.add(name)) {
      throw new IllegalArgumentException(
          "Two steps of a Network, or one and its input, are called '%s': give each a name of its own."
              .formatted(name));
    }
  }

  private static void requireKnown(HashSet<String> known, String value, String who) {
    if (!known.contains(value) && !known.contains(value.replaceFirst(":[^:]*$", ""))) {
      throw new IllegalArgumentException(
          "%s '%s', which no step before it is called.".formatted(who, value));
    }
  }

  @Override
  public boolean takesSeveral() {
    return true;
  }

  /**
   * Records the network.
   *
   * @throws IllegalArgumentException if it gives several values
   */
  @Override
  public Value forward(Scope scope, Value x) {
    return forward(scope, Values.of(INPUT, x)).only();
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var names = inputs.isEmpty() ? List.of(INPUT) : inputs;
    if (in.size() != names.size()) {
      throw new IllegalArgumentException(
          "A Network of the inputs %s gets %d values.".formatted(names, in.size()));
    }
    var values = new HashMap<String, Value>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), in.get(i));
    }
    var last = in.get(0);
    for (var step : steps) {
      var given =
          step.applied(scope, step.inputs().stream().map(name -> get(values, name)).toList());
      last = given.get(0);
      values.put(step.name(), last);
      given.byName().forEach((name, value) -> values.put(step.name() + ":" + name, value));
    }
    if (outputs.isEmpty()) {
      return Values.of(Signature.OUTPUT, last);
    }
    var out = Values.of(outputs.getFirst(), get(values, outputs.getFirst()));
    for (var name : outputs.subList(1, outputs.size())) {
      out = out.and(name, get(values, name));
    }
    return out;
  }

  private static Value get(Map<String, Value> values, String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "A Network has no value '%s', only %s.".formatted(name, values.keySet()));
    }
    return value;
  }
}
