package org.tornadonn.train;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Parameter;
import org.tornadonn.layer.Signature;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Value;

/**
 * What a model computes, its numbers left out: models with the same one can run in the same
 * program.
 *
 * @param steps its operations, in order
 */
record Architecture(
    Signature inputs,
    List<String> outputs,
    List<Parameter> parameters,
    List<Parameter> states,
    List<Step> steps) {

  /**
   * An operation and what it is applied to.
   *
   * @param inputs names of parameters, or which step's result, from 0
   */
  private record Step(String path, Operation operation, List<String> inputs) {

    @Override
    public String toString() {
      return (path.isEmpty() ? "" : path + " ") + operation + " of " + String.join(", ", inputs);
    }
  }

  static Architecture of(Model model) {
    var recorded = model.record(1);
    var names = new IdentityHashMap<Value, String>();
    recorded.inputs().byName().forEach((name, value) -> names.put(value, name));
    recorded.graph().parameters().forEach((name, value) -> names.put(value, name));
    recorded.graph().states().forEach((name, value) -> names.put(value, name));
    var nodes = recorded.graph().nodes();
    for (int i = 0; i < nodes.size(); i++) {
      names.put(nodes.get(i).output(), "result " + i);
    }
    var outputs =
        recorded.outputs().byName().entrySet().stream()
            .map(entry -> entry.getKey() + " = " + names.get(entry.getValue()))
            .toList();
    return new Architecture(
        model.inputs(),
        outputs,
        model.parameters(),
        model.states(),
        nodes.stream().map(node -> step(node, names)).toList());
  }

  private static Step step(Node node, Map<Value, String> names) {
    return new Step(
        node.path(),
        node.operation(),
        node.inputs().stream().map(value -> names.getOrDefault(value, value.name())).toList());
  }

  /** Where another one is not the same, as a clause; empty if it is. */
  Optional<String> differenceTo(Architecture other) {
    if (!inputs.equals(other.inputs)) {
      return Optional.of("its input is %s, not %s".formatted(text(other.inputs), text(inputs)));
    }
    return first(parameters, other.parameters, "parameter")
        .or(() -> first(states, other.states, "running state"))
        .or(() -> first(steps, other.steps, "operation"))
        .or(() -> first(outputs, other.outputs, "output"));
  }

  private static Optional<String> first(List<?> here, List<?> there, String what) {
    for (int i = 0; i < Math.min(here.size(), there.size()); i++) {
      if (!here.get(i).equals(there.get(i))) {
        return Optional.of("it has %s, not %s".formatted(text(there.get(i)), text(here.get(i))));
      }
    }
    return here.size() == there.size()
        ? Optional.empty()
        : Optional.of("it has %d %ss, not %d".formatted(there.size(), what, here.size()));
  }

  private static String text(Signature inputs) {
    return inputs.ports().size() == 1 ? inputs.sample().toString() : inputs.toString();
  }

  private static String text(Object one) {
    return one instanceof Parameter p ? "'%s' %s".formatted(p.name(), p.shape()) : one.toString();
  }
}
