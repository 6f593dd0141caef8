package org.tornadonn.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tornadonn.exec.Program;
import org.tornadonn.heap.Heap;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;

/**
 * Where what layers give, and the gradients of that, can be had after a plan has run.
 *
 * @param outputs by the names of layers
 * @param gradients of those outputs that have one
 * @param samples how many a batch has room for
 */
record Hooks(Map<String, Slice> outputs, Map<String, Slice> gradients, int samples) {

  /**
   * Those of values of a graph that was lowered with them as results.
   *
   * @throws ShapeException if a value has no rows for each sample
   */
  static Hooks of(Lowering lowering, Values layers, int samples) {
    var outputs = new LinkedHashMap<String, Slice>();
    var gradients = new LinkedHashMap<String, Slice>();
    for (var each : layers.byName().entrySet()) {
      var name = each.getKey();
      var value = each.getValue();
      requireRows(name, value, samples);
      outputs.put(name, lowering.slice(value));
      if (lowering.hasGradient(value)) {
        gradients.put(name, lowering.gradient(value));
      }
    }
    return new Hooks(outputs, gradients, samples);
  }

  /** The gradients of a loss, with what layers give and the gradients of that as results. */
  static Lowering lowered(Graph graph, Value loss, Values layers) {
    return Lowering.gradients(graph, loss, layers.list(), layers.list().toArray(Value[]::new));
  }

  private static void requireRows(String name, Value value, int samples) {
    var shape = value.shape();
    if (shape.rank() == 0 || shape.dim(0) % samples != 0) {
      throw new ShapeException(
          "Layer '%s' gives %s for a batch of %d: its first axis is not that of samples, so it cannot be had sample by sample. Take a layer before or behind it."
              .formatted(name, shape, samples));
    }
  }

  /** What the layers gave for the first samples of the batch that ran last. */
  Map<String, Tensor> outputs(Program program, int count) {
    return taken(outputs, program, count);
  }

  /** The gradients of that. */
  Map<String, Tensor> gradients(Program program, int count) {
    return taken(gradients, program, count);
  }

  /** What came batch by batch, one behind the other. */
  static Map<String, Tensor> joined(List<Map<String, Tensor>> batches) {
    var joined = new LinkedHashMap<String, Tensor>();
    for (var name : batches.getFirst().keySet()) {
      var parts = batches.stream().map(batch -> Objects.requireNonNull(batch.get(name))).toList();
      var dims = parts.getFirst().shape().toArray();
      dims[0] = parts.stream().mapToInt(part -> part.shape().dim(0)).sum();
      float[] values = Heap.floats(Shape.of(dims).size(), () -> "What '" + name + "' gives");
      int at = 0;
      for (var part : parts) {
        System.arraycopy(part.values(), 0, values, at, part.values().length);
        at += part.values().length;
      }
      joined.put(name, new Tensor(Shape.of(dims), values));
    }
    return joined;
  }

  private Map<String, Tensor> taken(Map<String, Slice> from, Program program, int count) {
    var taken = new LinkedHashMap<String, Tensor>();
    from.forEach(
        (name, slice) -> {
          var dims = slice.shape().toArray();
          dims[0] = dims[0] / samples * count;
          var shape = Shape.of(dims);
          float[] values = Arrays.copyOf(program.array(slice.buffer()), shape.size());
          taken.put(name, new Tensor(shape, values));
        });
    return taken;
  }
}
