package org.tornadonn.conformance;

import java.util.List;
import java.util.Map;
import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Value;

/**
 * A graph with everything that it needs to run.
 *
 * @param everywhere whether devices on which preparing a plan takes long run it too
 * @param result the value to compare
 * @param loss what gradients are taken of
 * @param leaves the numbers of inputs and parameters
 */
record GraphCase(
    String name,
    boolean everywhere,
    Graph graph,
    Value result,
    Value loss,
    Map<Value, float[]> leaves) {

  /** The same case, to be run on slow devices too. */
  GraphCase onEveryDevice() {
    return new GraphCase(name, true, graph, result, loss, leaves);
  }

  /** The inputs and parameters whose gradients are compared. */
  List<Value> differentiable() {
    return leaves.keySet().stream().filter(Value::needsGradient).toList();
  }

  /** The parameter of that name. */
  Value parameter(String name) {
    var parameter = graph.parameters().get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("There is no parameter " + name + " in " + this + ".");
    }
    return parameter;
  }

  /** Forward pass and gradients, as every device runs them. */
  Lowering training() {
    return Lowering.gradients(graph, loss, result);
  }

  /** What is right. */
  Float64Run expected() {
    return Float64Run.gradients(graph, Float64Run.widen(leaves), loss);
  }

  @Override
  public String toString() {
    return name;
  }
}
