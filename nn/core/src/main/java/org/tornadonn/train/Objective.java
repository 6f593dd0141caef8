package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Values;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A loss recorded behind a model.
 *
 * @param targets the values that stand for targets, by name; none of a loss that takes none
 * @param masses the values that stand for what it divides by
 * @param loss one number
 */
record Objective(Values targets, List<Value> masses, Value loss) {

  /** Records a loss of what a model gives for a batch of n samples. */
  static Objective record(Loss loss, Model.Recorded model, Signature outputs, int n) {
    var graph = model.graph();
    var ports = loss.targets(outputs).ports();
    var targets = Values.none();
    for (var port : ports) {
      var name = ports.size() == 1 ? "target" : "target " + port.name();
      targets = targets.and(port.name(), graph.input(name, port.shape().batch(n)));
    }
    var masses = new ArrayList<Value>();
    for (int i = 0; i < loss.divisors(); i++) {
      masses.add(graph.control("mass " + i, Shape.of(1)));
    }
    var taken = targets;
    var value =
        graph.within("loss", () -> loss.record(model.outputs(), taken, model.fill(), masses));
    return new Objective(targets, masses, value);
  }
}
