package org.tornadonn.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tornadonn.exec.Program;
import org.tornadonn.heap.Heap;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Weights;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Value;

/** What predicting with one batch size runs. */
record PredictionPlan(
    Model model, int batchSize, Lowering lowering, Parts inputs, Parts outputs, Hooks hooks) {

  static PredictionPlan of(Model model, int batchSize) {
    return of(model, batchSize, List.of());
  }

  /** The same, from which what some layers give can be had, too. */
  static PredictionPlan of(Model model, int batchSize, List<String> layers) {
    var recorded = model.record(batchSize);
    var hooked = recorded.layers(layers);
    var results = Stream.of(recorded.outputs(), hooked).flatMap(some -> some.list().stream());
    var lowering = Lowering.inference(recorded.graph(), results.toArray(Value[]::new));
    return new PredictionPlan(
        model,
        batchSize,
        lowering,
        Parts.inputs(lowering, recorded.graph(), recorded.inputs(), batchSize),
        Parts.of(lowering, recorded.outputs(), batchSize),
        Hooks.of(lowering, hooked, batchSize));
  }

  Plan plan() {
    return lowering.plan();
  }

  /** The arrays to begin with, which are the plan's own. */
  Map<Buffer, float[]> given() {
    return given(model.weights().copy(), lowering);
  }

  /** Numbers of a model as the arrays of any plan that runs it. */
  static Map<Buffer, float[]> given(Weights weights, Lowering lowering) {
    var given = new HashMap<Buffer, float[]>();
    if (weights.values().length > 0) {
      given.put(lowering.parameters(), weights.values());
    }
    if (weights.stateValues().length > 0) {
      given.put(lowering.states(), weights.stateValues());
    }
    return given;
  }

  /** Gives a program of this plan other numbers. */
  void give(Program program, Weights weights) {
    var used = plan().buffers();
    given(weights, lowering)
        .forEach(
            (buffer, values) -> {
              if (used.contains(buffer)) {
                System.arraycopy(values, 0, program.array(buffer), 0, values.length);
              }
            });
    program.changed();
  }

  /** Runs any number of samples, batch by batch. */
  float[] run(Program program, float[] x, int n) {
    requireNumbers(x, n);
    float[] y = Heap.floats((long) n * outputs.length(), () -> "Predicting " + n + " samples");
    for (int from = 0; from < n; from += batchSize) {
      outputs.take(program, y, from, run(program, x, from, n));
    }
    return y;
  }

  /** What the hooked layers give for any number of samples, but for none. */
  Map<String, Tensor> activations(Program program, float[] x, int n) {
    requireNumbers(x, n);
    var batches = new ArrayList<Map<String, Tensor>>();
    for (int from = 0; from < n; from += batchSize) {
      batches.add(hooks.outputs(program, run(program, x, from, n)));
    }
    return Hooks.joined(batches);
  }

  /** Runs a batch, and says how many samples it has. */
  private int run(Program program, float[] x, int from, int n) {
    int count = Math.min(batchSize, n - from);
    inputs.give(program, x, from, count, false);
    program.run(plan());
    return count;
  }

  private void requireNumbers(float[] x, int n) {
    if (n < 0 || x.length < (long) n * inputs.length()) {
      throw new IllegalArgumentException(
          "%d inputs need %d numbers, but there are %d."
              .formatted(n, (long) n * inputs.length(), x.length));
    }
  }
}
