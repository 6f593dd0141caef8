package org.tornadonn.train;

import java.util.HashMap;
import java.util.Map;
import org.tornadonn.exec.Program;
import org.tornadonn.heap.Heap;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Weights;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Value;

/** What predicting with one batch size runs. */
record PredictionPlan(Model model, int batchSize, Lowering lowering, Parts inputs, Parts outputs) {

  static PredictionPlan of(Model model, int batchSize) {
    var recorded = model.record(batchSize);
    var outputs = recorded.outputs().list().toArray(Value[]::new);
    var lowering = Lowering.inference(recorded.graph(), outputs);
    return new PredictionPlan(
        model,
        batchSize,
        lowering,
        Parts.inputs(lowering, recorded.graph(), recorded.inputs(), batchSize),
        Parts.of(lowering, recorded.outputs(), batchSize));
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
    if (n < 0 || x.length < (long) n * inputs.length()) {
      throw new IllegalArgumentException(
          "%d inputs need %d numbers, but there are %d."
              .formatted(n, (long) n * inputs.length(), x.length));
    }
    float[] y = Heap.floats((long) n * outputs.length(), () -> "Predicting " + n + " samples");
    for (int from = 0; from < n; from += batchSize) {
      int count = Math.min(batchSize, n - from);
      inputs.give(program, x, from, count, false);
      program.run(plan());
      outputs.take(program, y, from, count);
    }
    return y;
  }
}
