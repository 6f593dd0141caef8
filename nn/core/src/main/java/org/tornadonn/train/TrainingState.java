package org.tornadonn.train;

import java.util.List;
import java.util.Map;
import org.tornadonn.heap.Heap;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;

/**
 * Where a training stands: what has to be kept so that it can go on, on this device or another, as
 * if it had never stopped.
 *
 * @param steps the steps so far
 * @param seed what random masks come from
 * @param parameters by name, running states too
 * @param moments what the optimizer remembers, laid out like {@link Model#values}, and behind it
 *     the average of the weights, if there is one; empty before the first step
 */
public record TrainingState(
    long steps, long seed, Map<String, Tensor> parameters, List<float[]> moments) {

  /**
   * {@return the state of a model that is about to be trained}
   *
   * @param model with the parameters to begin with
   */
  public static TrainingState first(Model model) {
    return new TrainingState(0, model.seed(), copy(model), List.of());
  }

  private static Map<String, Tensor> copy(Model model) {
    long bytes = (long) Float.BYTES * model.values().length;
    return Heap.take(bytes, () -> "The state that a training begins with", model::state);
  }

  /** How far it is, and how much it holds. */
  @Override
  public String toString() {
    return "TrainingState after %d steps: seed %d, %d tensors, %d optimizer moments"
        .formatted(steps, seed, parameters.size(), moments.size());
  }
}
