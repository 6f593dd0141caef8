package org.tornadonn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.tornadonn.layer.Model;
import org.tornadonn.train.Trainer;
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

  /** Where a trainer stands. */
  static Weights of(Trainer trainer) {
    var weights = trainer.weights();
    return new Weights(
        trainer.steps(),
        trainer.seed(),
        weights.values(),
        weights.stateValues(),
        new ArrayList<>(trainer.state().moments()));
  }

  /** The same as a trainer takes it. */
  TrainingState state(Model model) {
    var named = model.state(new org.tornadonn.layer.Weights(values, states));
    return new TrainingState(steps, seed, named, moments);
  }

  /** The same with masks of their own for steps that begin with a micro-batch. */
  Weights of(MicroBatch first) {
    return new Weights(steps, seed + GOLDEN * first.number(), values, states, moments);
  }
}
