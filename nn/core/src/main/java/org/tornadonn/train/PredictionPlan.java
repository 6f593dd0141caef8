package org.tornadonn.train;

import java.util.HashMap;
import java.util.Map;
import org.tornadonn.exec.Program;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;

/** What predicting with one batch size runs. */
record PredictionPlan(Model model, int batchSize, Lowering lowering, Buffer input, Buffer output) {

  static PredictionPlan of(Model model, int batchSize) {
    var recorded = model.record(batchSize);
    var lowering = Lowering.inference(recorded.graph(), recorded.output());
    return new PredictionPlan(
        model,
        batchSize,
        lowering,
        lowering.slice(recorded.input()).buffer(),
        lowering.slice(recorded.output()).buffer());
  }

  Plan plan() {
    return lowering.plan();
  }

  Map<Buffer, float[]> given() {
    return given(model, lowering);
  }

  /** The arrays of a model, for any plan that predicts with it. */
  static Map<Buffer, float[]> given(Model model, Lowering lowering) {
    var given = new HashMap<Buffer, float[]>();
    if (model.values().length > 0) {
      given.put(lowering.parameters(), model.values());
    }
    if (model.stateValues().length > 0) {
      given.put(lowering.states(), model.stateValues());
    }
    return given;
  }

  /** Runs any number of samples, batch by batch. */
  float[] run(Program program, float[] x, int n) {
    return InBatches.run(
        x,
        n,
        batchSize,
        program.array(input),
        program.array(output),
        model.input().size(),
        model.output().size(),
        () -> program.run(plan()));
  }
}
