package org.tornadonn.op.recurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tornadonn.op.arithmetic.Reshape;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.shape.Cat;
import org.tornadonn.op.shape.Permute;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * A {@link Cell} that walks through sequences, in one layer or several, forwards or both ways. The
 * steps stand one after the other in the graph: a sequence of another length is another graph.
 *
 * @param output of the last layer after each step, {@code (n, t, directions · hidden)}, the forward
 *     direction first
 * @param state after the last step of each layer and direction, {@code (n, hidden)} each: h, and
 *     for an LSTM c behind it
 */
public record Recurrence(Value output, List<List<Value>> state) {

  public Recurrence {
    state = List.copyOf(state);
  }

  /**
   * Records it.
   *
   * @param x {@code (n, t, input)}
   * @param weights of each layer, and of both directions of a layer one after the other
   * @param bidirectional whether each layer goes backwards too
   * @param initial the state before the first step of each layer and direction; empty for zeros
   * @param between what is done with the output of each layer but the last
   */
  public static Recurrence of(
      Cell cell,
      Value x,
      List<CellWeights> weights,
      boolean bidirectional,
      List<List<Value>> initial,
      UnaryOperator<Value> between) {
    if (x.shape().rank() != 3) {
      throw new ShapeException(
          "Recurrence expects sequences (n, steps, features), but gets %s.".formatted(x.shape()));
    }
    int directions = bidirectional ? 2 : 1;
    if (weights.isEmpty()
        || weights.size() % directions != 0
        || (!initial.isEmpty() && initial.size() != weights.size())) {
      throw new ShapeException(
          "Recurrence in %d directions needs weights for a multiple of %1$d, and as many initial states or none, but gets %d and %d."
              .formatted(directions, weights.size(), initial.size()));
    }
    for (int i = 0; i < initial.size(); i++) {
      require(cell, x, weights.get(i), initial.get(i));
    }
    var steps = Permute.of(x, 1, 0, 2);
    var state = new ArrayList<List<Value>>();
    for (int layer = 0; layer < weights.size(); layer += directions) {
      var input = layer == 0 ? steps : between.apply(steps);
      var outputs = new Value[directions];
      for (int d = 0; d < directions; d++) {
        var own = weights.get(layer + d);
        var before = initial.isEmpty() ? zeros(cell, input, own) : initial.get(layer + d);
        int from = input.tape() instanceof Graph graph ? graph.nodes().size() : 0;
        var all = walk(cell, input, own, before, d > 0);
        outputs[d] = stack(all, d > 0);
        state.add(all.getLast());
        if (input.tape() instanceof Graph graph) {
          graph.mean(new Walk(cell, input, own, before, d > 0, outputs[d], all.getLast()), from);
        }
      }
      steps = Cat.of(2, outputs);
    }
    return new Recurrence(Permute.of(steps, 1, 0, 2), state);
  }

  private static void require(Cell cell, Value x, CellWeights weights, List<Value> state) {
    var expected = Shape.of(x.shape().dim(0), weights.hidden().shape().dim(-1));
    var shapes = state.stream().map(Value::shape).toList();
    if (!shapes.equals(Collections.nCopies(cell.states(), expected))) {
      throw new ShapeException(
          "Recurrence begins with %d values of shape %s for each layer and direction, but gets %s."
              .formatted(cell.states(), expected, shapes));
    }
  }

  /** The state after each step, in the order in which they are walked. */
  private static List<List<Value>> walk(
      Cell cell, Value steps, CellWeights weights, List<Value> before, boolean backwards) {
    var projected = Linear.of(steps, weights.input(), weights.inputBias());
    int count = steps.shape().dim(0);
    var states = new ArrayList<List<Value>>();
    var state = before;
    for (int i = 0; i < count; i++) {
      var step = new TimeStep(backwards ? count - 1 - i : i);
      state = cell.projected(projected.tape().apply(step, projected), state, weights);
      states.add(state);
    }
    return states;
  }

  private static List<Value> zeros(Cell cell, Value steps, CellWeights weights) {
    var shape = Shape.of(steps.shape().dim(1), weights.hidden().shape().dim(1));
    var zeros = steps.tape().constant("zeros", shape, new float[shape.size()]);
    return Collections.nCopies(cell.states(), zeros);
  }

  /** What each step gives, behind each other along a new first axis, in the order of time. */
  private static Value stack(List<List<Value>> states, boolean backwards) {
    var inTime = backwards ? states.reversed() : states;
    return Cat.of(
        0,
        inTime.stream()
            .map(state -> state.getFirst())
            .map(h -> h.tape().apply(new Reshape(h.shape().batch(1)), h))
            .toArray(Value[]::new));
  }
}
