package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.data.Batch;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.op.update.Assign;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;

/**
 * Computes gradients of micro-batches for a {@link Trainer} that is elsewhere and {@link
 * Trainer#step(Share) applies} them. What it computes depends on its arguments alone, so that any
 * worker may do any micro-batch, and do it again.
 *
 * <p>It remembers nothing of an optimizer, and leaves the model that it was opened with as it is.
 * For use by one thread at a time.
 */
public final class GradientWorker implements AutoCloseable {

  private final Model model;
  private final int batchSize;
  private final TrainingPlans plans;
  private final Lowering lowering;
  private final Buffer parameters;
  private final Buffer states;
  private final Plan assignment;
  private final Session session;
  private final Samples samples;

  /**
   * Opens a device.
   *
   * @param model its frozen parameters get no gradient
   * @param loss what the trainer makes small
   * @param batchSize the largest number of samples of a micro-batch, at least 1
   * @param device where gradients are computed
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   */
  public GradientWorker(Model model, Loss loss, int batchSize, Device device) {
    this.model = model;
    this.batchSize = batchSize;
    this.plans = TrainingPlans.of(model, loss, Optimizer.sgd(1), batchSize);
    this.lowering = plans.gradients();
    var calls = new ArrayList<KernelCall>();
    this.parameters = new Buffer("given parameters", lowering.parameters().shape(), Role.INPUT);
    calls.add(Assign.call("parameters", parameters.whole(), lowering.parameters().whole()));
    if (model.stateValues().length > 0) {
      Slice running = lowering.states().whole();
      this.states = new Buffer("given running states", running.shape(), Role.INPUT);
      calls.add(Assign.call("running states", states.whole(), running));
    } else {
      this.states = parameters;
    }
    this.assignment = new Plan("assignment", calls);
    this.session =
        Session.open(
            device,
            Use.WORKER,
            batchSize,
            n -> TrainingPlans.of(model, loss, Optimizer.sgd(1), n).ofStep(),
            List.of(assignment, lowering.plan()),
            () -> PredictionPlan.given(model.weights().copy(), lowering));
    this.samples = Samples.of(plans, session.program());
  }

  /**
   * Takes other parameters and running states; each micro-batch begins with them.
   *
   * @param values laid out like {@link Model#values}
   * @param stateValues laid out like {@link Model#stateValues}
   */
  public void load(float[] values, float[] stateValues) {
    put(values, parameters);
    if (hasStates()) {
      put(stateValues, states);
    }
  }

  /**
   * Forward, loss and backward of a micro-batch, with what was {@link #load loaded} last.
   *
   * @param batch at most the batch size
   * @param seed what random masks come from: {@link TrainingState#seed}
   * @param step which step of the training it belongs to, from 1
   * @param microBatch which micro-batch of the step it is, from 0
   * @return gradients, loss and running states
   * @throws IllegalArgumentException if the loss does not take a target, or if a batch norm would
   *     have one value per channel
   */
  public Share gradients(Batch batch, long seed, long step, int microBatch) {
    int count = batch.count();
    var program = session.program();
    samples.require(batch.x(), batch.y(), count, batchSize);
    samples.requireUse(batch.y(), count, batchSize);
    samples.give(batch.x(), batch.y(), 0, count);
    samples.draw(seed, step, microBatch);
    program.run(assignment);
    program.run(lowering.plan());
    return new Share(
        count,
        plans.targets().counted(batch.y(), 0, count),
        plans.targets().mass(batch.y(), 0, count),
        program.array(plans.loss())[0],
        fetched(lowering.gradients()),
        hasStates() ? fetched(lowering.states()) : new float[0]);
  }

  private boolean hasStates() {
    return model.stateValues().length > 0;
  }

  private float[] fetched(Buffer buffer) {
    session.program().fetch(buffer);
    return session.program().array(buffer).clone();
  }

  private void put(float[] values, Buffer buffer) {
    System.arraycopy(values, 0, session.program().array(buffer), 0, values.length);
  }

  /** Frees the device. */
  @Override
  public void close() {
    session.close();
  }

  /** Of which model, and whether it is closed. */
  @Override
  public String toString() {
    return "GradientWorker of %s%s".formatted(model, session.isClosed() ? ", closed" : "");
  }
}
