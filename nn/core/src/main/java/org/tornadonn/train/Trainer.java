package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.Timing;
import org.tornadonn.exec.Verification;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.op.Dropout;

/**
 * Trains a model on a device, step by step. Parameters, gradients and the optimizer's memory stay
 * on the device; {@link #sync} and {@link #close} bring the parameters back into the model.
 *
 * <p>For use by one thread at a time.
 */
public final class Trainer implements AutoCloseable {

  private final Model model;
  private final Device device;
  private final int batchSize;
  private final int inputLength;
  private final int targetLength;
  private final Optimizer optimizer;
  private final TrainingPlans plans;
  private final Session session;
  private final Program program;
  private float learningRate;
  private final long seed;
  private final boolean draws;
  private long steps;

  /**
   * Opens a device for training.
   *
   * @param batchSize the largest number of samples of a step, at least 1
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model; the message
   *     names layer and operation; if the model does not fit into its memory, the largest batch
   *     size that does
   */
  public Trainer(Model model, Loss loss, Optimizer optimizer, int batchSize, Device device) {
    this(model, loss, optimizer, batchSize, device, TrainingState.first(model));
  }

  /**
   * Opens a device to go on with a training that began on this device or another.
   *
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
    if (batchSize < 1) {
      throw new IllegalArgumentException("Batch size must be at least 1, not " + batchSize + ".");
    }
    this.model = model;
    this.device = device;
    this.batchSize = batchSize;
    this.optimizer = optimizer;
    this.learningRate = optimizer.learningRate();
    this.steps = state.steps();
    this.seed = state.seed();
    model.load(state.parameters(), true);
    this.plans = TrainingPlans.of(model, loss, optimizer, batchSize);
    this.draws = plans.gradients().plan().buffers().contains(plans.key());
    this.inputLength = model.input().size();
    this.targetLength = loss.target(model.output()).size();
    this.session =
        Session.open(
            device,
            "Training",
            batchSize,
            n -> TrainingPlans.of(model, loss, optimizer, n).plans(),
            plans.plans(),
            plans.given(model, state));
    this.program = session.program();
  }

  /**
   * One step: forward, loss, backward, update.
   *
   * @param x {@code n} inputs, one after the other
   * @param y {@code n} targets, one after the other
   * @param n the number of samples, at most the batch size
   * @return the loss before the update, averaged over the n samples
   */
  public float step(float[] x, float[] y, int n) {
    float loss = gradients(x, y, n);
    steps++;
    control(steps);
    program.run(plans.update().plan());
    return loss;
  }

  private void control(long step) {
    var control = optimizer.control(step, learningRate);
    System.arraycopy(control, 0, program.array(plans.update().control()), 0, control.length);
  }

  /** Forward, loss and backward alone: the gradients stay on the device until the next call. */
  public float gradients(float[] x, float[] y, int n) {
    put(x, n, inputLength, "input", program.array(plans.input()));
    put(y, n, targetLength, "target", program.array(plans.target()));
    program.array(plans.fill())[0] = n;
    if (draws) {
      var key = Dropout.key(seed, steps + 1);
      System.arraycopy(key, 0, program.array(plans.key()), 0, key.length);
    }
    program.run(plans.gradients().plan());
    return program.array(plans.loss())[0];
  }

  /**
   * Runs a step call by call, on the device and on the portable loops, and compares them; changes
   * no parameter and no running state.
   *
   * @param x {@code n} inputs, one after the other
   * @param y {@code n} targets, one after the other
   * @param n the number of samples, at most the batch size
   */
  public Verification verify(float[] x, float[] y, int n) {
    boolean moves = model.stateValues().length > 0;
    if (moves) {
      state(); // all that the device holds, so that it can be put back
    }
    var before = model.stateValues().clone();
    gradients(x, y, n);
    control(steps + 1);
    var verification = new Verification(session.executor());
    verification.calls(program, plans.gradients().plan());
    verification.whole(program, plans.gradients().plan());
    verification.calls(program, plans.update().plan());
    if (moves) {
      System.arraycopy(before, 0, model.stateValues(), 0, before.length);
      program.changed();
    }
    return verification;
  }

  /** How the device runs the calls of a step: forward, loss, backward, update. */
  public List<Placement> placements() {
    var placements = new ArrayList<>(program.placements(plans.gradients().plan()));
    placements.addAll(program.placements(plans.update().plan()));
    return placements;
  }

  /** How long each placement of a step takes by itself; runs them on arrays of their own. */
  public List<Timing> timings() {
    var timings = new ArrayList<>(Timing.of(session.executor(), program, plans.gradients().plan()));
    timings.addAll(Timing.of(session.executor(), program, plans.update().plan()));
    return timings;
  }

  /** The gradients of the last step, laid out like {@link Model#values}. */
  public float[] fetchGradients() {
    program.fetch(plans.gradients().gradients());
    return program.array(plans.gradients().gradients()).clone();
  }

  /**
   * What the model, as trained so far, makes of inputs.
   *
   * @param x {@code n} inputs, one after the other
   * @param n any number of samples
   * @return n outputs, one after the other
   */
  public float[] predict(float[] x, int n) {
    return plans.prediction().run(program, x, n);
  }

  private void put(float[] from, int n, int length, String what, float[] to) {
    if (n < 1 || n > batchSize) {
      throw new IllegalArgumentException(
          "A step takes 1 to %d samples, but gets %d: open the trainer with a larger batch size."
              .formatted(batchSize, n));
    }
    if (from.length < n * length) {
      throw new IllegalArgumentException(
          "%d %ss need %d numbers, but there are %d.".formatted(n, what, n * length, from.length));
    }
    System.arraycopy(from, 0, to, 0, n * length);
    java.util.Arrays.fill(to, n * length, batchSize * length, 0);
  }

  /** The learning rate of the next step. */
  public float learningRate() {
    return learningRate;
  }

  /** Changes the learning rate from the next step on. */
  public void learningRate(float rate) {
    Setting.rate(rate);
    learningRate = rate;
  }

  public int batchSize() {
    return batchSize;
  }

  public Device device() {
    return device;
  }

  public Model model() {
    return model;
  }

  /** All that is needed to go on later, or elsewhere; brings the parameters into the model too. */
  public TrainingState state() {
    sync();
    var moments = new ArrayList<float[]>();
    for (var moment : plans.update().moments()) {
      program.fetch(moment);
      moments.add(program.array(moment).clone());
    }
    return new TrainingState(steps, seed, model.state(), moments);
  }

  /**
   * Gives model and device other parameters and running states; the optimizer remembers what it
   * did.
   *
   * @throws org.tornadonn.layer.StateException if they are not the model's
   */
  public void load(Map<String, Tensor> parameters) {
    state(); // all that the device holds: it takes all of its arrays anew
    model.load(parameters, true);
    program.changed();
  }

  /** Brings the parameters and running states from the device into the model. */
  public void sync() {
    program.fetch(plans.gradients().parameters());
    if (model.stateValues().length > 0) {
      program.fetch(plans.gradients().states());
    }
    model.changed();
  }

  /** Brings the parameters into the model and frees the device. */
  @Override
  public void close() {
    try {
      sync();
    } finally {
      session.close();
    }
  }
}
