package org.tornadonn.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tornadonn.heap.Heap;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Weights;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;

/**
 * What training a model with one batch size runs.
 *
 * @param gradients forward, loss and backward
 * @param hooks what can be had of layers after the gradients ran
 * @param accumulation adds the gradients of micro-batches up; a plan of no calls if a step is one
 * @param targets what the loss takes
 * @param batchNorms what they ask of batches
 * @param inputs the buffers of the inputs
 * @param target the buffers of the targets
 * @param fill the buffer of the number of samples
 * @param masses the buffers of what the loss divides by, beside the number of samples
 * @param key the buffer of the key of random masks, which the plan may have none of
 * @param loss the buffer of the loss
 */
record TrainingPlans(
    PredictionPlan prediction,
    Lowering gradients,
    Hooks hooks,
    AccumulationPlan accumulation,
    UpdatePlan update,
    Targets targets,
    BatchNormLimit batchNorms,
    Parts inputs,
    Parts target,
    Buffer fill,
    List<Buffer> masses,
    Buffer key,
    Buffer loss) {

  static TrainingPlans of(Model model, Loss loss, Optimizer optimizer, int batchSize) {
    return of(model, loss, optimizer, batchSize, StepOptions.plain());
  }

  static TrainingPlans of(
      Model model, Loss loss, Optimizer optimizer, int batchSize, StepOptions options) {
    return of(model, new Turn(loss, optimizer, all -> true, all -> true, options), batchSize);
  }

  static TrainingPlans of(Model model, Turn turn, int batchSize) {
    var loss = turn.loss();
    if (model.parameters().isEmpty()) {
      throw new TrainingException(
          "The model has no parameters, so there is nothing to train: give it a layer that has,"
              + " such as linear(…), or use it for predictions alone.");
    }
    if (!model.inputs().batched()) {
      throw new TrainingException(
          "The model's inputs have no axis of samples, and a loss is a mean over samples: build the"
              + " model with inputs that have one.");
    }
    var recorded = model.record(batchSize, turn.trained(), turn.moved());
    var graph = recorded.graph();
    var objective = Objective.record(loss, recorded, model.outputs(), batchSize);
    var hooked = recorded.layers(turn.options().hooks());
    var gradients = Hooks.lowered(graph, objective.loss(), hooked);
    return new TrainingPlans(
        PredictionPlan.of(model, batchSize),
        gradients,
        Hooks.of(gradients, hooked, batchSize),
        AccumulationPlan.of(gradients, turn.options().microBatches()),
        new UpdatePlan(model, gradients, turn),
        Targets.of(loss, model),
        BatchNormLimit.of(graph),
        Parts.inputs(gradients, graph, recorded.inputs(), batchSize),
        Parts.of(gradients, objective.targets(), batchSize),
        gradients.slice(recorded.fill()).buffer(),
        objective.masses().stream().map(mass -> gradients.slice(mass).buffer()).toList(),
        gradients.slice(recorded.key()).buffer(),
        gradients.slice(objective.loss()).buffer());
  }

  /** In the order in which a device loads them. */
  List<Plan> plans() {
    return accumulation.isEmpty()
        ? List.of(prediction.plan(), gradients.plan(), update.plan())
        : List.of(prediction.plan(), gradients.plan(), accumulation.plan(), update.plan());
  }

  /** Those of one step, in the order in which they run. */
  List<Plan> ofStep() {
    return plans().subList(1, plans().size());
  }

  /**
   * The arrays to begin with, which are the plans' own.
   *
   * @throws TrainingException if the state is that of another optimizer or model
   */
  Map<Buffer, float[]> given(Model model, TrainingState state) {
    var moments = moments(model, state);
    var weights = model.weights().copy();
    var shown =
        update
            .average()
            .map(kept -> Objects.requireNonNull(moments.get(kept.average().buffer())).clone())
            .orElse(weights.values());
    return given(moments, weights, shown);
  }

  /**
   * The arrays to begin with, of which other plans may have some, too.
   *
   * @param moments what lasts beside the parameters; copied
   * @param shown what predictions are made with: the average of the parameters, if there is one
   */
  Map<Buffer, float[]> given(Map<Buffer, float[]> moments, Weights weights, float[] shown) {
    var given = PredictionPlan.given(weights, gradients);
    moments.forEach((moment, values) -> given.put(moment, values.clone()));
    update.average().ifPresent(kept -> given.put(kept.average().buffer(), shown));
    var predicting = new Weights(shown, weights.stateValues());
    given.putAll(PredictionPlan.given(predicting, prediction.lowering())); // the same arrays
    return given;
  }

  private static float[] moment(Model model) {
    return Heap.floats(model.values().length, () -> "What the optimizer remembers");
  }

  /**
   * What lasts from step to step beside the parameters: what the optimizer remembers, an average.
   */
  List<Buffer> moments() {
    var all = new ArrayList<>(update.moments());
    update.average().ifPresent(kept -> all.add(kept.average().buffer()));
    return all;
  }

  /**
   * What a state has of {@link #moments}; before the first step zeros, and an average that is what
   * the parameters are.
   *
   * @throws TrainingException if the state is that of another optimizer or model
   */
  Map<Buffer, float[]> moments(Model model, TrainingState state) {
    var moments = moments();
    var given = new HashMap<Buffer, float[]>();
    if (state.moments().isEmpty()) {
      update.moments().forEach(moment -> given.put(moment, moment(model)));
      update
          .average()
          .ifPresent(
              kept ->
                  given.put(kept.average().buffer(), model.weights(state.parameters()).values()));
      return given;
    }
    if (state.moments().size() != moments.size()
        || state.moments().getFirst().length != model.values().length) {
      throw new TrainingException(
          "The state to go on from has %d optimizer moments of %d numbers, but here are %d of %d: use the optimizer, the average of weights, the model and the frozen layers that it began with."
              .formatted(
                  state.moments().size(),
                  state.moments().getFirst().length,
                  moments.size(),
                  model.values().length));
    }
    for (int i = 0; i < moments.size(); i++) {
      given.put(moments.get(i), state.moments().get(i));
    }
    return given;
  }
}
