package org.tornadonn.onnx.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.recurrent.Walk;
import org.tornadonn.plan.Value;

/**
 * Recurrences. ONNX has the gates in another order than PyTorch: the rows of weights, which keep
 * their names, are put into that where a file runs.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LSTM.html">ONNX</a>
 */
final class Recurrences {

  private Recurrences() {}

  /**
   * Writes one layer and direction.
   *
   * @param walks it in each recording
   * @param steps the step that makes a value
   */
  static boolean write(List<Walk> walks, Function<Value, Step> steps) {
    var walk = walks.getFirst();
    int[] order =
        switch (walk.cell()) {
          case RNN_TANH, RNN_RELU -> new int[] {0};
          case LSTM -> new int[] {0, 3, 1, 2};
          case GRU -> new int[] {1, 0, 2};
        };
    var type =
        switch (walk.cell()) {
          case RNN_TANH, RNN_RELU -> "RNN";
          case LSTM -> "LSTM";
          case GRU -> "GRU";
        };
    var step = steps.apply(walk.outputs());
    int hidden = walk.weights().hidden().shape().dim(1);
    var inputs = new ArrayList<String>();
    inputs.add(step.nameOf(i -> walks.get(i).steps()));
    inputs.add(rows(step, walks, w -> w.weights().input(), hidden, order));
    inputs.add(rows(step, walks, w -> w.weights().hidden(), hidden, order));
    var bias = walk.weights().inputBias();
    if (bias != null && walk.weights().hiddenBias() != null) {
      var both =
          Stream.<Function<Walk, @Nullable Value>>of(
                  w -> w.weights().inputBias(), w -> w.weights().hiddenBias())
              .map(of -> rows(step, walks, of, hidden, order))
              .toArray(String[]::new);
      inputs.add(step.op("Concat", both).with("axis", 1L).value());
    } else if (bias != null || walk.weights().hiddenBias() != null) {
      return false;
    }
    if (!walk.before().stream().allMatch(Recurrences::isZero)) {
      while (inputs.size() < 5) {
        inputs.add("");
      }
      for (int k = 0; k < walk.before().size(); k++) {
        int state = k;
        var first = step.nameOf(i -> walks.get(i).before().get(state));
        inputs.add(step.op("Unsqueeze", first, step.whole(0)).value());
      }
    }
    var node =
        step.op(type, inputs.toArray(String[]::new))
            .with("hidden_size", (long) hidden)
            .with("direction", walk.backwards() ? "reverse" : "forward");
    switch (walk.cell()) {
      case RNN_RELU -> node.with("activations", List.of("Relu"));
      case GRU -> node.with("linear_before_reset", 1L);
      case RNN_TANH, LSTM -> {}
    }
    var results = node.values(1 + walk.last().size());
    step.op("Squeeze", results.getFirst(), step.whole(1)).gives();
    for (int k = 0; k < walk.last().size(); k++) {
      var last = steps.apply(walk.last().get(k));
      last.op("Squeeze", results.get(1 + k), step.whole(0)).gives();
    }
    return true;
  }

  private static boolean isZero(Value value) {
    var numbers = value.numbers();
    if (numbers == null) {
      return false;
    }
    for (float number : numbers) {
      if (number != 0) {
        return false;
      }
    }
    return true;
  }

  /** A weight with its gates in ONNX's order, and an axis for the only direction. */
  private static String rows(
      Step step, List<Walk> walks, Function<Walk, @Nullable Value> of, int hidden, int... order) {
    var weight = step.nameOf(i -> Objects.requireNonNull(of.apply(walks.get(i))));
    var ordered = weight;
    if (order.length > 1) {
      var gates = new String[order.length];
      for (int k = 0; k < gates.length; k++) {
        long from = (long) order[k] * hidden;
        gates[k] =
            step.op("Slice", weight, step.whole(from), step.whole(from + hidden), step.whole(0))
                .value();
      }
      ordered = step.op("Concat", gates).with("axis", 0L).value();
    }
    return step.op("Unsqueeze", ordered, step.whole(0)).value();
  }
}
