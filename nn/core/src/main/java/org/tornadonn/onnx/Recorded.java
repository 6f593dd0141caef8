package org.tornadonn.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Value;

/**
 * A graph of ONNX as operations of this library, for inputs of certain sizes.
 *
 * @param graph the operations
 * @param inputs those that a run is given, by name; others decide sizes, and were taken then
 * @param bounds what whole numbers of an input have to be within, the least and the largest
 * @param outputs in the order of the file
 */
public record Recorded(
    Graph graph, Map<String, Value> inputs, Map<String, long[]> bounds, List<Output> outputs) {

  /**
   * An output.
   *
   * @param value that a run computes; null if the numbers are known
   * @param numbers that are known; null if a run computes them
   */
  public record Output(
      String name, ElementType type, @Nullable Value value, @Nullable HostTensor numbers) {

    /** What a run has computed, as numbers of the output's type. */
    public HostTensor tensor(float... computed) {
      int[] dims = value == null ? new int[0] : value.shape().toArray();
      return type.isFloating()
          ? HostTensor.fractions(type, dims, i -> computed[i])
          : HostTensor.integers(type, dims, i -> (long) computed[i]);
    }
  }

  public Recorded {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    bounds = Map.copyOf(bounds);
    outputs = List.copyOf(outputs);
  }

  /**
   * Refuses whole numbers that the graph would not be exact for.
   *
   * @throws Refusal naming the first
   */
  public void requireFit(String name, HostTensor numbers) {
    var within = bounds.get(name);
    if (within == null || !numbers.type().isInteger()) {
      return;
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (numbers.integer(i) < within[0] || numbers.integer(i) > within[1]) {
        throw new Refusal(
            Reason.EXACTNESS,
            "takes whole numbers from %d to %d as its input '%s', not %d"
                .formatted(within[0], within[1], name, numbers.integer(i)));
      }
    }
  }
}
