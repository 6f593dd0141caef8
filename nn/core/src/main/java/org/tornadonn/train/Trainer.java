package org.tornadonn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.tornadonn.data.Batch;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Timing;
import org.tornadonn.exec.Verification;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Parameter;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Weights;
import org.tornadonn.op.update.Accumulation;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;

/**
 * Trains a model on a device, step by step. Parameters, running states, gradients and the
 * optimizer's memory stay on the device, and are no others' there. On every device, the JVM
 * included, the model changes at {@link #sync} and {@link #close} alone: then it gets all
 * parameters and running states of the trainer at once. So a {@link Predictor} that is open beside
 * a trainer, in this thread or another, predicts with those of the last sync, and never with half a
 * step.
 *
 * <p>For use by one thread at a time. A trainer that was closed throws an {@link
 * IllegalStateException} that says so.
 */
public final class Trainer implements AutoCloseable {

  private final Model model;
  private final Device device;
  private final int batchSize;
  private final StepOptions options;
  private final Loss loss;
  private final Optimizer optimizer;
  private final TrainingPlans plans;
  private final List<TrainingPlans> together;
  private final Session session;
  private final Samples samples;
  private float learningRate;
  private long seed;
  private long steps;

  /** The samples of the batch that ran last; 0 before the first. */
  private int lastBatch;

  /** Whether a step was averaged. */
  private boolean averaged;

  /**
   * Opens a device for training.
   *
   * @param model what is trained; it has the parameters back after {@link #sync} or {@link #close}
   * @param loss what training makes small
   * @param optimizer how gradients change parameters
   * @param batchSize the largest number of samples of a step, at least 1
   * @param device where all of it runs
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model; the message
   *     names layer and operation; if the model does not fit into its memory, the largest batch
   *     size that does
   * @throws TrainingException if the model has no parameters
   */
  public Trainer(Model model, Loss loss, Optimizer optimizer, int batchSize, Device device) {
    this(model, loss, optimizer, batchSize, device, TrainingState.first(model));
  }

  /**
   * Opens a device for training in steps that do more than forward, backward and update.
   *
   * @param model what is trained; it has the parameters back after {@link #sync} or {@link #close}
   * @param loss what training makes small
   * @param optimizer how gradients change parameters
   * @param batchSize the largest number of samples that run at a time
   * @param device where all of it runs
   * @param options clipping, how many batches are added up to a step, groups of parameters
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   * @throws TrainingException if the model has no parameters
   */
  public Trainer(
      Model model,
      Loss loss,
      Optimizer optimizer,
      int batchSize,
      Device device,
      StepOptions options) {
    this(model, loss, optimizer, batchSize, device, TrainingState.first(model), options);
  }

  /**
   * Opens a device to go on with a training that began on this device or another.
   *
   * @param model what is trained; it has the parameters back after {@link #sync} or {@link #close}
   * @param loss what training makes small
   * @param optimizer how gradients change parameters
   * @param batchSize the largest number of samples of a step, at least 1
   * @param device where all of it runs
   * @param state what {@link #state} gave there; the model gets its parameters
   * @throws org.tornadonn.layer.StateException if its parameters are not the model's
   * @throws TrainingException if it is the state of another optimizer
   */
  public Trainer(
      Model model,
      Loss loss,
      Optimizer optimizer,
      int batchSize,
      Device device,
      TrainingState state) {
    this(model, loss, optimizer, batchSize, device, state, StepOptions.plain());
  }

  /**
   * Opens a device to go on with a training, in steps that do more than forward, backward and
   * update.
   *
   * @param model what is trained; it has the parameters back after {@link #sync} or {@link #close}
   * @param loss what training makes small
   * @param optimizer how gradients change parameters
   * @param batchSize the largest number of samples that run at a time
   * @param device where all of it runs
   * @param state what {@link #state} gave there; the model gets its parameters
   * @param options clipping, how many batches are added up to a step, groups of parameters
   * @throws org.tornadonn.layer.StateException if its parameters are not the model's
   * @throws TrainingException if it is the state of another optimizer
   */
  public Trainer(
      Model model,
      Loss loss,
      Optimizer optimizer,
      int batchSize,
      Device device,
      TrainingState state,
      StepOptions options) {
    requireBatch(batchSize, options);
    this.model = model;
    this.device = device;
    this.batchSize = batchSize;
    this.options = options;
    this.loss = loss;
    this.optimizer = optimizer;
    this.learningRate = optimizer.learningRate();
    this.steps = state.steps();
    this.seed = state.seed();
    this.averaged = isAveraged(state);
    model.load(state.parameters(), true);
    this.plans = TrainingPlans.of(model, loss, optimizer, batchSize, options);
    this.together = List.of(plans);
    this.session =
        Session.open(
            device,
            Use.TRAINER,
            batchSize,
            n -> TrainingPlans.of(model, loss, optimizer, n, options).plans(),
            plans.plans(),
            () -> plans.given(model, state));
    this.samples = Samples.of(plans, session.program());
  }

  /** One of those that take turns. */
  private Trainer(
      Model model,
      Turn turn,
      int batchSize,
      Device device,
      TrainingPlans plans,
      List<TrainingPlans> together,
      Session session) {
    this.model = model;
    this.device = device;
    this.batchSize = batchSize;
    this.options = turn.options();
    this.loss = turn.loss();
    this.optimizer = turn.optimizer();
    this.learningRate = optimizer.learningRate();
    this.seed = model.seed();
    this.plans = plans;
    this.together = together;
    this.session = session;
    this.samples = Samples.of(plans, session.program());
  }

  /**
   * Opens a device for steps of several kinds, which take turns with one model: a generator that is
   * to deceive a discriminator, and the discriminator that is to find it out. They have one memory
   * on the device, so that each goes on with what the others have made of parameters and running
   * states; each has a loss, an optimizer that counts and remembers its own steps, and the
   * parameters that it trains.
   *
   * {@snippet :
   * var trainers = Trainer.inTurn(
   *     gan, 64, Device.jvm(),
   *     new Turn(realOrNot, Optimizer.adam(2e-4f), "discriminator").keepStates("generator"),
   *     new Turn(deceived, Optimizer.adam(2e-4f), "generator"));
   * try (var discriminator = trainers.get(0); var generator = trainers.get(1)) {
   *   discriminator.step(inputs, Map.of("real", ones, "fake", zeros));
   *   generator.step(inputs, Map.of("fake", ones));
   * }
   * }
   *
   * @param model what is trained
   * @param batchSize the largest number of samples of a step, at least 1
   * @param device where all of it runs
   * @param turns what each of them does, at least one
   * @return a trainer for each; whichever is closed first, closes all
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   * @throws TrainingException if the model has no parameters, or a turn trains none of them
   */
  public static List<Trainer> inTurn(Model model, int batchSize, Device device, Turn... turns) {
    for (var turn : turns) {
      requireBatch(batchSize, turn.options());
    }
    if (turns.length == 0) {
      throw new IllegalArgumentException("Trainers that take turns need at least one turn.");
    }
    for (var turn : turns) {
      if (model.parameters().stream().noneMatch(turn.trained())) {
        throw new TrainingException(
            "A turn with %s trains none of the model's parameters %s: say which, by the name of their layer."
                .formatted(turn.loss(), model.parameters().stream().map(Parameter::name).toList()));
      }
    }
    var together = plans(model, turns, batchSize);
    var session =
        Session.open(
            device,
            Use.TRAINER,
            batchSize,
            n -> all(plans(model, turns, n)),
            all(together),
            () -> {
              var first = TrainingState.first(model);
              var shared = model.weights().copy();
              boolean averages = together.getFirst().update().average().isPresent();
              var shown = averages ? shared.values().clone() : shared.values();
              var given = new HashMap<Buffer, float[]>();
              for (var plans : together) {
                given.putAll(plans.given(plans.moments(model, first), shared, shown));
              }
              return given;
            });
    var trainers = new ArrayList<Trainer>();
    for (int i = 0; i < turns.length; i++) {
      trainers.add(
          new Trainer(model, turns[i], batchSize, device, together.get(i), together, session));
    }
    return List.copyOf(trainers);
  }

  private static List<TrainingPlans> plans(Model model, Turn[] turns, int n) {
    return Stream.of(turns).map(turn -> TrainingPlans.of(model, turn.beside(turns), n)).toList();
  }

  private static List<Plan> all(List<TrainingPlans> together) {
    return together.stream().flatMap(plans -> plans.plans().stream()).toList();
  }

  private static void requireBatch(int batchSize, StepOptions options) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("Batch size must be at least 1, not " + batchSize + ".");
    }
    if ((long) batchSize * options.microBatches() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%,d micro-batches of %,d samples are more than a step can have (%,d): use fewer."
              .formatted(options.microBatches(), batchSize, Integer.MAX_VALUE));
    }
  }

  /**
   * One step: forward, loss, backward, update. A step whose loss is not finite updates nothing.
   *
   * @param x {@code n} inputs, one after the other
   * @param y {@code n} targets, one after the other
   * @param n the number of samples, at most {@link #stepSize}
   * @return the loss before the update, averaged over the n samples, or over those that the loss
   *     does not leave out
   * @throws IllegalArgumentException if the loss does not take a target, or leaves all samples out;
   *     if one sample would run alone and a batch norm would have one value per channel of it
   */
  public float step(float[] x, float[] y, int n) {
    float loss = gradients(x, y, n);
    if (Float.isFinite(loss)) {
      update();
    }
    return loss;
  }

  /**
   * One step with a batch of a {@link Dataset}.
   *
   * @param batch at most {@link #stepSize} samples
   * @return as {@link #step(float[], float[], int)}
   */
  public float step(Batch batch) {
    return step(batch.x(), batch.y(), batch.count());
  }

  /**
   * One step, of a model with several inputs or outputs.
   *
   * @param inputs one tensor for each of {@link Model#inputs}, batch first
   * @param targets one for each of {@link Loss#targets}, batch first
   * @return as {@link #step(float[], float[], int)}
   * @throws org.tornadonn.plan.ShapeException if one is missing or does not fit; the message names
   *     it
   */
  public float step(Map<String, Tensor> inputs, Map<String, Tensor> targets) {
    return step(model.inputs().flat(inputs), flat(targets), model.inputs().count(inputs));
  }

  /**
   * Forward, loss and backward alone, of a model with several inputs or outputs.
   *
   * @param inputs one tensor for each of {@link Model#inputs}, batch first
   * @param targets one for each of {@link Loss#targets}, batch first
   * @return as {@link #gradients(float[], float[], int)}
   */
  public float gradients(Map<String, Tensor> inputs, Map<String, Tensor> targets) {
    return gradients(model.inputs().flat(inputs), flat(targets), model.inputs().count(inputs));
  }

  private float[] flat(Map<String, Tensor> targets) {
    return loss.targets(model.outputs()).flat(targets);
  }

  private void update() {
    steps++;
    control(steps);
    plans.update().average().ifPresent(it -> put(it.share(!averaged), it.control().buffer()));
    session.program().run(plans.update().plan());
    averaged = true;
  }

  /**
   * What the layers of {@link StepOptions#hooks} gave in the batch that ran last: in the last step,
   * or in the last of its micro-batches.
   *
   * @return by the paths of the layers, batch first, as {@link Predictor#activations(Map)} gives it
   * @throws IllegalStateException if no batch has run here
   */
  public Map<String, Tensor> activations() {
    return plans.hooks().outputs(session.program(), lastBatch());
  }

  /**
   * How the loss of the batch that ran last changes with what the layers of {@link
   * StepOptions#hooks} gave: PyTorch's {@code retain_grad}.
   *
   * @return as {@link #activations}, without layers that the loss does not depend on, and those
   *     before which nothing is trained
   * @throws IllegalStateException if no batch has run here
   */
  public Map<String, Tensor> activationGradients() {
    return plans.hooks().gradients(session.program(), lastBatch());
  }

  private int lastBatch() {
    if (lastBatch == 0) {
      throw new IllegalStateException("No batch has run here yet: take a step first.");
    }
    return lastBatch;
  }

  private static boolean isAveraged(TrainingState state) {
    return state.steps() > 0 && !state.moments().isEmpty();
  }

  /**
   * One step from gradients that {@link GradientWorker}s have computed with this trainer's
   * parameters, which the model has after {@link #sync}: weights are, bit for bit, what {@link
   * #step(float[], float[], int)} would make of the same samples, if the workers run on devices
   * like this one's. Running states move once for the whole step, by the mean of what the
   * micro-batches came to. A step whose loss is not finite updates nothing.
   *
   * @param share of all samples of the step: {@link Share#mean} of its micro-batches
   * @return the loss before the update, averaged over all samples
   * @throws IllegalStateException if the trainer's device is not the JVM
   */
  public float step(Share share) {
    requireJvm();
    if (share.count() < 1 || share.count() > stepSize()) {
      throw new IllegalArgumentException(
          "A step takes 1 to %d samples, but gets gradients of %d: open the trainer with more micro-batches."
              .formatted(stepSize(), share.count()));
    }
    Targets.requireCounted(share.counted(), share.count());
    if (!Float.isFinite(share.loss())) {
      return share.loss();
    }
    put(share.gradients(), plans.gradients().gradients());
    if (!plans.accumulation().isEmpty()) { // even a zero gets the sign that it has on one machine
      put(Accumulation.control(true, 1, 1), plans.accumulation().control());
      session.program().run(plans.accumulation().plan());
    }
    if (hasStates()) {
      put(share.states(), plans.gradients().states());
    }
    update();
    return share.loss();
  }

  private void requireJvm() {
    if (!device.isJvm()) {
      throw new IllegalStateException(
          "Gradients of other machines are applied on the JVM, not on %s: open the trainer on Device.jvm()."
              .formatted(device));
    }
  }

  private void control(long step) {
    for (var each : plans.update().groups()) {
      float rate = each.group().rate(learningRate, optimizer);
      put(each.group().optimizer().control(step, rate), each.control().buffer());
    }
  }

  private void put(float[] values, Buffer buffer) {
    System.arraycopy(values, 0, session.program().array(buffer), 0, values.length);
  }

  /**
   * Forward, loss and backward alone: the gradients stay on the device until the next call.
   *
   * @param x {@code n} inputs, one after the other
   * @param y {@code n} targets, one after the other
   * @param n the number of samples, at most {@link #stepSize}
   * @return the loss, averaged as by {@link #step(float[], float[], int)}
   * @throws IllegalArgumentException if the samples cannot be a step
   */
  public float gradients(float[] x, float[] y, int n) {
    samples.require(x, y, n, stepSize());
    samples.requireUse(y, n, batchSize);
    Targets.requireCounted(plans.targets().counted(y, 0, n), n);
    if (plans.accumulation().isEmpty()) {
      return batch(x, y, 0, n, 0);
    }
    double all = plans.targets().mass(y, 0, n);
    double sum = 0;
    for (int from = 0; from < n; from += batchSize) {
      int count = Math.min(batchSize, n - from);
      double mass = plans.targets().mass(y, from, count);
      sum += batch(x, y, from, count, from / batchSize) * mass;
      put(Accumulation.control(from == 0, mass, all), plans.accumulation().control());
      session.program().run(plans.accumulation().plan());
    }
    return (float) (sum / all);
  }

  /** How many samples a step would be of, without those that the loss leaves out. */
  int counted(float[] y, int n) {
    return plans.targets().counted(y, 0, n);
  }

  /** The samples as this trainer's model and loss take them: checked as they are read. */
  Dataset checked(Dataset data) {
    return new CheckedDataset(data, loss, model);
  }

  /**
   * Checks that no step of an epoch leaves a batch norm a sample alone.
   *
   * @throws TrainingException if one does; the message has a batch size that does not
   */
  void requireEpoch(int samples) {
    plans.batchNorms().requireEpoch(samples, batchSize);
  }

  /** Forward, loss and backward of some samples that run at a time. */
  private float batch(float[] x, float[] y, int from, int count, int microBatch) {
    give(x, y, from, count, microBatch);
    session.program().run(plans.gradients().plan());
    lastBatch = count;
    return session.program().array(plans.loss())[0];
  }

  private void give(float[] x, float[] y, int from, int count, int microBatch) {
    samples.give(x, y, from, count);
    samples.draw(seed, steps + 1, microBatch);
  }

  /**
   * Runs a step call by call, on the device and on the portable loops, and compares them; changes
   * no parameter and no running state. Of a step in micro-batches, the first is run.
   *
   * @param x {@code n} inputs, one after the other
   * @param y {@code n} targets, one after the other
   * @param n the number of samples, at most the batch size
   * @return the largest error of each call, and the first one beyond its tolerance
   * @throws IllegalArgumentException if the samples cannot be a step
   */
  public Verification verify(float[] x, float[] y, int n) {
    samples.require(x, y, n, stepSize());
    samples.requireUse(y, n, batchSize);
    fetchMoments(); // with the weights all that the device holds, so that it can be put back
    int count = Math.min(n, batchSize);
    return new StepVerification(plans, session)
        .run(
            trained().stateValues(),
            () -> {
              batch(x, y, 0, count, 0);
              control(steps + 1);
            },
            count,
            n);
  }

  /**
   * Where a step with these samples comes to a number that is NaN or infinite. Runs its forward and
   * backward pass again, call by call on the device, which takes far longer than a step; changes no
   * parameter and no running state. A step whose loss was not finite has updated nothing, so that
   * this finds what happened in it.
   *
   * @param x {@code n} inputs, one after the other
   * @param y {@code n} targets, one after the other
   * @param n the number of samples, at most {@link #stepSize}
   * @return empty if all numbers are finite
   */
  public Optional<Breakdown> breakdown(float[] x, float[] y, int n) {
    samples.require(x, y, n, stepSize());
    return search()
        .samples(x, y, n)
        .or(this::breakdown)
        .or(
            () ->
                search()
                    .calls(
                        n,
                        batchSize,
                        from -> give(x, y, from, Math.min(batchSize, n - from), from / batchSize)));
  }

  /**
   * The first parameter that holds NaN or an infinity.
   *
   * @return empty if all of them are finite
   */
  public Optional<Breakdown> breakdown() {
    return search().parameters();
  }

  private BreakdownSearch search() {
    return new BreakdownSearch(model, plans, session);
  }

  /**
   * How the device runs the calls of a step: forward, loss, backward, accumulation, update.
   *
   * @return one for each call, or for several that run as one
   */
  public List<Placement> placements() {
    return plans.ofStep().stream()
        .flatMap(plan -> session.program().placements(plan).stream())
        .toList();
  }

  /**
   * Memory that training takes on the device: model, activations, gradients, optimizer.
   *
   * @return the bytes that are taken at most at a time
   */
  public long bytes() {
    return session.executor().footprint(all(together)).bytes();
  }

  /**
   * How long each placement of a step takes by itself; runs them on arrays of their own.
   *
   * @return one for each of {@link #placements}
   */
  public List<Timing> timings() {
    return plans.ofStep().stream()
        .flatMap(plan -> Timing.of(session.executor(), session.program(), plan).stream())
        .toList();
  }

  /**
   * The gradients of the last step, laid out like {@link Model#values}; after a step that clips,
   * clipped.
   *
   * @return a copy
   */
  public float[] fetchGradients() {
    return fetched(plans.gradients().gradients()).clone();
  }

  /**
   * What the model, as trained so far, makes of inputs; with an average of the weights, if there is
   * one.
   *
   * @param x {@code n} inputs, one after the other
   * @param n any number of samples
   * @return n outputs, one after the other
   */
  public float[] predict(float[] x, int n) {
    return plans.prediction().run(session.program(), x, n);
  }

  /**
   * The gradients of the last step by the names of their parameters: PyTorch's {@code .grad}. Those
   * of frozen parameters are 0.
   *
   * @return copies, in the order of {@link Model#parameters}
   */
  public Map<String, Tensor> namedGradients() {
    float[] all = fetched(plans.gradients().gradients());
    var named = new LinkedHashMap<String, Tensor>();
    for (var p : model.parameters()) {
      int end = p.offset() + p.shape().size();
      named.put(p.name(), new Tensor(p.shape(), Arrays.copyOfRange(all, p.offset(), end)));
    }
    return named;
  }

  /**
   * What a model of one input and one output, as trained so far, makes of inputs.
   *
   * @param x inputs, batch first
   * @return outputs, batch first
   * @throws org.tornadonn.plan.ShapeException if x does not fit, or the model has several inputs or
   *     outputs
   */
  public Tensor predict(Tensor x) {
    var y = predict(Map.of(model.inputs().only().name(), x));
    return Objects.requireNonNull(y.get(model.outputs().only().name()));
  }

  /**
   * What the model, as trained so far, makes of inputs by name.
   *
   * @param inputs one tensor for each of {@link Model#inputs}, batch first
   * @return one for each of {@link Model#outputs}, batch first
   */
  public Map<String, Tensor> predict(Map<String, Tensor> inputs) {
    int n = model.inputs().count(inputs);
    return model.outputs().named(predict(model.inputs().flat(inputs), n), n);
  }

  /**
   * The norm of all gradients of the last step, as they were before clipping: PyTorch's {@code
   * clip_grad_norm_} returns it.
   *
   * @return from 0 up, or infinite or NaN as the gradients are
   * @throws IllegalStateException if the trainer does not clip by norm
   */
  public float gradientNorm() {
    var norm =
        plans
            .update()
            .norm()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Only a trainer that clips by norm knows it: open one with"
                            + " Clipping.norm."));
    return session.program().array(norm)[0];
  }

  /**
   * The learning rate of the next step.
   *
   * @return the optimizer's own, if nobody changed it
   */
  public float learningRate() {
    return learningRate;
  }

  /**
   * Changes the learning rate from the next step on.
   *
   * @param rate from 0 up
   * @throws IllegalArgumentException if it is below 0 or no number
   */
  public void learningRate(float rate) {
    Setting.rate(rate);
    learningRate = rate;
  }

  /**
   * The largest number of samples that run at a time.
   *
   * @return at least 1
   */
  public int batchSize() {
    return batchSize;
  }

  /**
   * The largest number of samples of a step: the batch size times the micro-batches.
   *
   * @return at least the batch size
   */
  public int stepSize() {
    return batchSize * options.microBatches();
  }

  /**
   * The steps so far.
   *
   * @return with those of the training that it went on with
   */
  public long steps() {
    return steps;
  }

  /**
   * What random masks come from.
   *
   * @return that of the model, or of the state that it began with
   */
  public long seed() {
    return seed;
  }

  /**
   * What training makes small.
   *
   * @return as it was given
   */
  public Loss loss() {
    return loss;
  }

  /**
   * How gradients change parameters.
   *
   * @return as it was given
   */
  public Optimizer optimizer() {
    return optimizer;
  }

  /**
   * What a step does beside forward, backward and the optimizer.
   *
   * @return {@link StepOptions#plain} by default
   */
  public StepOptions options() {
    return options;
  }

  /**
   * Where all of it runs.
   *
   * @return as it was given
   */
  public Device device() {
    return device;
  }

  /**
   * What is trained; its parameters are those of the last {@link #sync}.
   *
   * @return as it was given
   */
  public Model model() {
    return model;
  }

  /**
   * All that is needed to go on later, or elsewhere.
   *
   * @return a copy, which later steps do not change
   */
  public TrainingState state() {
    return new TrainingState(
        steps, seed, model.state(trained()), moments().stream().map(float[]::clone).toList());
  }

  /**
   * What training goes on with: {@link Model#weights} of the last {@link #sync}, unless that has an
   * average of the weights, or there were steps since.
   *
   * @return a copy
   */
  public Weights weights() {
    return trained().copy();
  }

  /** The arrays of parameters and running states, as the device has them. */
  private Weights trained() {
    return new Weights(
        fetched(plans.gradients().parameters()),
        hasStates() ? fetched(plans.gradients().states()) : new float[0]);
  }

  /** The same with an average of the parameters, if there is one. */
  private Weights shown() {
    var trained = trained();
    return plans
        .update()
        .average()
        .map(it -> new Weights(fetched(it.average().buffer()), trained.stateValues()))
        .orElse(trained);
  }

  /** What the model would have after a {@link #sync}, by name. */
  Map<String, Tensor> shownState() {
    return model.state(shown());
  }

  /** The arrays of {@link TrainingPlans#moments}, as the device has them. */
  private List<float[]> moments() {
    return plans.moments().stream().map(this::fetched).toList();
  }

  /** Fetches all that lasts but the parameters: the device is about to take its arrays anew. */
  private void fetchMoments() {
    together.stream().flatMap(each -> each.moments().stream()).forEach(this::fetched);
  }

  private float[] fetched(Buffer buffer) {
    var program = session.program();
    program.fetch(buffer);
    return program.array(buffer);
  }

  private boolean hasStates() {
    return !model.states().isEmpty();
  }

  /**
   * Goes back to a state, or on from another one: parameters, running states, the optimizer's
   * memory, the number of steps and the seed of random masks. The model has the parameters after
   * the next {@link #sync}.
   *
   * @param state what {@link #state} gave, here or elsewhere
   * @throws org.tornadonn.layer.StateException if its parameters are not the model's
   * @throws TrainingException if it is the state of another optimizer
   */
  public void restore(TrainingState state) {
    var moments = plans.moments(model, state);
    var next = model.weights(state.parameters());
    fetchMoments();
    moments.forEach((buffer, values) -> put(values, buffer));
    give(next);
    steps = state.steps();
    seed = state.seed();
    averaged = isAveraged(state);
  }

  /**
   * What the optimizer remembers of the parameters that it trains: PyTorch's {@code
   * optimizer.state_dict()}, by names. {@code conv.weight.exp_avg} is Adam's first moment of {@code
   * conv.weight}, and {@code conv.weight.step}, one number, the steps so far. For {@code new
   * Safetensors(…, Map.of()).write(file)}, or for a look.
   *
   * @return copies, in the order of {@link Model#parameters}, under the names of {@link
   *     Optimizer#moments}
   */
  public Map<String, Tensor> optimizerState() {
    return OptimizerState.named(model, plans.update(), steps, moments());
  }

  /**
   * Goes on with what an optimizer remembered: PyTorch's {@code optimizer.load_state_dict}. The
   * parameters stay as they are; the learning rate, too. In Python, {@code {f"{n}.{k}": v for n, p
   * in model.named_parameters() for k, v in optimizer.state[p].items()}} makes such a state.
   *
   * @param state what {@link #optimizerState} gave of a trainer of the same model, optimizer,
   *     groups and frozen layers, here or elsewhere; an optimizer that does the same in each step,
   *     such as SGD, needs no {@code step}
   * @throws org.tornadonn.layer.StateException if a tensor is missing, has another shape, or is one
   *     too many; then nothing has changed
   */
  public void loadOptimizerState(Map<String, Tensor> state) {
    var read = OptimizerState.read(model, plans.update(), state);
    var all = trained();
    fetchMoments();
    var buffers = plans.update().moments();
    for (int i = 0; i < buffers.size(); i++) {
      put(read.moments().get(i), buffers.get(i));
    }
    give(all);
    steps = read.steps().orElse(steps);
  }

  /**
   * Gives the device other parameters and running states; the optimizer remembers what it did. An
   * average of the weights becomes what they are. The model has them after the next {@link #sync}.
   *
   * @param parameters by their names, as {@link Model#state} gives them
   * @throws org.tornadonn.layer.StateException if they are not the model's
   */
  public void load(Map<String, Tensor> parameters) {
    var next = model.weights(parameters);
    fetchMoments();
    plans.update().average().ifPresent(it -> put(next.values(), it.average().buffer()));
    give(next);
  }

  private void give(Weights next) {
    put(next.values(), plans.gradients().parameters());
    if (hasStates()) {
      put(next.stateValues(), plans.gradients().states());
    }
    session.program().changed();
  }

  /**
   * Brings the parameters, or their average if there is one, and running states from the device
   * into the model, all at once.
   */
  public void sync() {
    model.load(shown());
  }

  /** Brings the parameters into the model and frees the device; the second time, does nothing. */
  @Override
  public void close() {
    if (session.isClosed()) {
      return;
    }
    try {
      sync();
    } finally {
      session.close();
    }
  }

  /** What is trained, how, where, and how far. */
  @Override
  public String toString() {
    return "Trainer of %s: %s, %s, batch size %d, %s, %d steps%s"
        .formatted(
            model, loss, optimizer, batchSize, device, steps, session.isClosed() ? ", closed" : "");
  }
}
