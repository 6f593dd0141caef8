package org.tornadonn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Parameter;
import org.tornadonn.layer.Tensor;
import org.tornadonn.train.TrainingState;

/**
 * Where a training stands, as flat arrays that travel.
 *
 * @param values laid out like {@link Model#values}
 * @param states laid out like {@link Model#stateValues}
 * @param moments what the optimizer remembers; empty before the first step, or where nobody asks
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Weights(long steps, long seed, float[] values, float[] states, List<float[]> moments)
    implements Serializable {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The state of a trainer whose model is up to date. */
  static Weights of(Model model, TrainingState state) {
    return new Weights(
        state.steps(),
        state.seed(),
        model.values().clone(),
        model.stateValues().clone(),
        new ArrayList<>(state.moments()));
  }

  /** The same as a trainer takes it. */
  TrainingState state(Model model) {
    var tensors = new LinkedHashMap<String, Tensor>();
    put(tensors, model.parameters(), values);
    put(tensors, model.states(), states);
    return new TrainingState(steps, seed, tensors, moments);
  }

  private static void put(Map<String, Tensor> tensors, List<Parameter> list, float[] from) {
    for (var p : list) {
      int end = p.offset() + p.shape().size();
      tensors.put(
          p.name(), new Tensor(p.shape(), java.util.Arrays.copyOfRange(from, p.offset(), end)));
    }
  }

  /** The same with masks of their own for steps that begin with a micro-batch. */
  Weights of(MicroBatch first) {
    return new Weights(steps, seed + GOLDEN * first.number(), values, states, moments);
  }
}
