package org.tornadonn.layer;

import java.util.ArrayList;
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
    var all = sequence(scope, x);
    if (!last) {
      return all.output();
    }
    var ends = all.state().subList(all.state().size() - directions(), all.state().size());
    return F.cat(1, ends.stream().map(state -> state.getFirst()).toArray(Value[]::new));
  }

  Recurrence sequence(Scope scope, Value x) {
    if (x.shape().rank() != 3 || x.shape().dim(2) != inputSize) {
      throw new ShapeException(
          "%s expects sequences (n, steps, %d), but gets %s: set inputSize to the features of a step."
              .formatted(name, inputSize, x.shape()));
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
        List.of(),
        y -> dropout == 0 ? y : scope.call("dropout", new Dropout(dropout), y));
  }

  private CellWeights weights(Scope scope, String suffix, int features) {
    int rows = cell.gates() * hiddenSize;
    var start = Initializer.kaimingUniform(hiddenSize);
    return new CellWeights(
        scope.parameter("weight_ih" + suffix, Shape.of(rows, features), start),
        scope.parameter("weight_hh" + suffix, Shape.of(rows, hiddenSize), start),
        bias ? scope.parameter("bias_ih" + suffix, Shape.of(rows), start) : null,
        bias ? scope.parameter("bias_hh" + suffix, Shape.of(rows), start) : null);
  }
}
