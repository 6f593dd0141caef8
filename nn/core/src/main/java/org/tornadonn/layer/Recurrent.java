package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tornadonn.op.F;
import org.tornadonn.op.recurrent.Cell;
import org.tornadonn.op.recurrent.CellWeights;
import org.tornadonn.op.recurrent.Recurrence;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * What {@link LSTM}, {@link GRU} and {@link RNN} have in common: PyTorch's names of weights, and
 * dropout between layers.
 */
record Recurrent(
    String name,
    Cell cell,
    int inputSize,
    int hiddenSize,
    int numLayers,
    boolean bias,
    float dropout,
    boolean bidirectional) {

  Recurrent {
    if (inputSize < 1 || hiddenSize < 1 || numLayers < 1 || !(dropout >= 0 && dropout <= 1)) {
      throw new ShapeException(
          "%s needs an inputSize, a hiddenSize and numLayers of at least 1 and a dropout from 0 to 1, but gets %d, %d, %d and %s."
              .formatted(name, inputSize, hiddenSize, numLayers, dropout));
    }
  }

  private int directions() {
    return bidirectional ? 2 : 1;
  }

  /** What the layer gives: all steps, or what it remembers after the last of each direction. */
  Value forward(Scope scope, Value x, boolean last) {
    return output(sequence(scope, x, List.of()), last);
  }

  /**
   * What the layer gives, and all of its states in the end.
   *
   * @param in sequences, and behind them the first states, or none for zeros
   */
  Values forward(Scope scope, Values in, boolean last) {
    if (in.size() != 1 && in.size() != 1 + cell.states()) {
      throw new IllegalArgumentException(
          "%s takes sequences, or these and %d first states, but gets %s."
              .formatted(name, cell.states(), in.byName()));
    }
    var all = sequence(scope, in.get(0), in.list().subList(1, in.size()));
    var values = Values.of(Signature.OUTPUT, output(all, last));
    for (int i = 0; i < cell.states(); i++) {
      int of = i;
      var ends = all.state().stream().map(state -> state.get(of)).toArray(Value[]::new);
      values = values.and(i == 0 ? "h_n" : "c_n", F.stack(1, ends));
    }
    return values;
  }

  private Value output(Recurrence all, boolean last) {
    if (!last) {
      return all.output();
    }
    var ends = all.state().subList(all.state().size() - directions(), all.state().size());
    return F.cat(1, ends.stream().map(state -> state.getFirst()).toArray(Value[]::new));
  }

  /**
   * Walks through sequences.
   *
   * @param first the first states, {@code (n, numLayers · directions, hiddenSize)} each; none for
   *     zeros
   */
  Recurrence sequence(Scope scope, Value x, List<Value> first) {
    if (x.shape().rank() != 3 || x.shape().dim(2) != inputSize) {
      throw new ShapeException(
          "%s expects sequences (n, steps, %d), but gets %s: set inputSize to the features of a step."
              .formatted(name, inputSize, x.shape()));
    }
    var expected = Shape.of(x.shape().dim(0), numLayers * directions(), hiddenSize);
    for (var state : first) {
      if (!state.shape().equals(expected)) {
        throw new ShapeException(
            "%s begins with states (n, layers · directions, hidden) = %s, batch first, but gets %s."
                .formatted(name, expected, state.shape()));
      }
    }
    var initial = new ArrayList<List<Value>>();
    for (int i = 0; i < numLayers * directions() && !first.isEmpty(); i++) {
      int of = i;
      initial.add(first.stream().map(state -> F.select(state, 1, of)).toList());
    }
    var weights = new ArrayList<CellWeights>();
    for (int layer = 0; layer < numLayers; layer++) {
      int features = layer == 0 ? inputSize : hiddenSize * directions();
      weights.add(weights(scope, "_l" + layer, features));
      if (bidirectional) {
        weights.add(weights(scope, "_l" + layer + "_reverse", features));
      }
    }
    return Recurrence.of(
        cell,
        x,
        weights,
        bidirectional,
        initial,
        y -> dropout == 0 ? y : scope.call("dropout", new Dropout(dropout), y));
  }

  private CellWeights weights(Scope scope, String suffix, int features) {
    return weights(scope, cell, suffix, features, hiddenSize, bias);
  }

  private static CellWeights weights(
      Scope scope, Cell cell, String suffix, int features, int hiddenSize, boolean bias) {
    int rows = cell.gates() * hiddenSize;
    var start = Initializer.kaimingUniform(hiddenSize);
    return new CellWeights(
        scope.parameter("weight_ih" + suffix, Shape.of(rows, features), start),
        scope.parameter("weight_hh" + suffix, Shape.of(rows, hiddenSize), start),
        bias ? scope.parameter("bias_ih" + suffix, Shape.of(rows), start) : null,
        bias ? scope.parameter("bias_hh" + suffix, Shape.of(rows), start) : null);
  }

  static void requireSizes(String name, int inputSize, int hiddenSize) {
    if (inputSize < 1 || hiddenSize < 1) {
      throw new ShapeException(
          "%s needs an inputSize and a hiddenSize of at least 1, but gets %d and %d."
              .formatted(name, inputSize, hiddenSize));
    }
  }

  /**
   * The state after one step.
   *
   * @param in {@code (n, inputSize)}, and behind it the state before, {@code (n, hiddenSize)} each,
   *     or none for zeros
   */
  static List<Value> step(
      Scope scope, String name, Cell cell, int inputSize, int hiddenSize, boolean bias, Values in) {
    var x = in.get(0);
    if (x.shape().rank() != 2 || x.shape().dim(1) != inputSize) {
      throw new ShapeException(
          "%s expects (n, %d), the features of one step, but gets %s."
              .formatted(name, inputSize, x.shape()));
    }
    var expected = Shape.of(x.shape().dim(0), hiddenSize);
    var state =
        in.size() == 1
            ? Collections.nCopies(
                cell.states(), x.tape().constant("zeros", expected, new float[expected.size()]))
            : in.list().subList(1, in.size());
    if (state.size() != cell.states()
        || !state.stream().allMatch(one -> one.shape().equals(expected))) {
      throw new ShapeException(
          "%s takes a step and %d states of shape %s, or a step alone, but gets %s."
              .formatted(name, cell.states(), expected, in.byName()));
    }
    return cell.step(x, state, weights(scope, cell, "", inputSize, hiddenSize, bias));
  }
}
