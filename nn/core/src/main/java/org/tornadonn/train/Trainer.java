package org.tornadonn.train;

import java.util.List;
import java.util.Map;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.Verification;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Shape;

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
  private final Lowering inference;
  private final Lowering gradients;
  private final UpdatePlan update;
  private final Buffer inferenceInput;
  private final Buffer inferenceOutput;
  private final Buffer input;
  private final Buffer target;
  private final Buffer fill;
  private final Buffer lossValue;
  private final Executor executor;
  private final Program program;
  private float learningRate;
  private long steps;

  /**
   * Opens a device for training.
   *
   * @param batchSize the largest number of samples of a step, at least 1
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model; the message
   *     names layer and operation
   */
  public Trainer(Model model, Loss loss, Optimizer optimizer, int batchSize, Device device) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("Batch size must be at least 1, not " + batchSize + ".");
    }
    this.model = model;
    this.device = device;
    this.batchSize = batchSize;
    this.optimizer = optimizer;
    this.learningRate = optimizer.learningRate();
    var predicting = model.record(batchSize);
    this.inference = Lowering.inference(predicting.graph(), predicting.output());
    var training = model.record(batchSize);
    var graph = training.graph();
    var t = graph.input("target", loss.target(model.output()).batch(batchSize));
    var n = graph.control("fill", Shape.of(1));
    var lossOutput = loss.record(graph, training.output(), t, n);
    this.gradients = Lowering.gradients(graph, lossOutput);
    this.update = new UpdatePlan(model, gradients, optimizer);
    this.inferenceInput = inference.slice(predicting.input()).buffer();
    this.inferenceOutput = inference.slice(predicting.output()).buffer();
    this.input = gradients.slice(training.input()).buffer();
    this.target = gradients.slice(t).buffer();
    this.fill = gradients.slice(n).buffer();
    this.lossValue = gradients.slice(lossOutput).buffer();
    this.inputLength = model.input().size();
    this.targetLength = loss.target(model.output()).size();
    this.executor = device.open();
    try {
      this.program =
          executor.load(
              List.of(inference.plan(), gradients.plan(), update.plan()),
              Map.of(
                  inference.parameters(), model.values(), gradients.parameters(), model.values()));
    } catch (RuntimeException e) {
      executor.close();
      throw e;
    }
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
    program.run(update.plan());
    return loss;
  }

  private void control(long step) {
    var control = optimizer.control(step, learningRate);
    System.arraycopy(control, 0, program.array(update.control()), 0, control.length);
  }

  /** Forward, loss and backward alone: the gradients stay on the device until the next call. */
  public float gradients(float[] x, float[] y, int n) {
    put(x, n, inputLength, "input", program.array(input));
    put(y, n, targetLength, "target", program.array(target));
    program.array(fill)[0] = n;
    program.run(gradients.plan());
    return program.array(lossValue)[0];
  }

  /**
   * Runs a step call by call, on the device and on the portable loops, and compares them; changes
   * no parameter.
   *
   * @param x {@code n} inputs, one after the other
   * @param y {@code n} targets, one after the other
   * @param n the number of samples, at most the batch size
   */
  public Verification verify(float[] x, float[] y, int n) {
    gradients(x, y, n);
    control(steps + 1);
    var verification = new Verification(executor);
    verification.calls(program, gradients.plan());
    verification.whole(program, gradients.plan());
    verification.calls(program, update.plan());
    return verification;
  }

  /** The gradients of the last step, laid out like {@link Model#values}. */
  public float[] fetchGradients() {
    program.fetch(gradients.gradients());
    return program.array(gradients.gradients()).clone();
  }

  /**
   * What the model, as trained so far, makes of inputs.
   *
   * @param x {@code n} inputs, one after the other
   * @param n any number of samples
   * @return n outputs, one after the other
   */
  public float[] predict(float[] x, int n) {
    return InBatches.run(
        x,
        n,
        batchSize,
        program.array(inferenceInput),
        program.array(inferenceOutput),
        inputLength,
        model.output().size(),
        () -> program.run(inference.plan()));
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

  /** Brings the parameters from the device into the model. */
  public void sync() {
    program.fetch(gradients.parameters());
    model.changed();
  }

  /** Brings the parameters into the model and frees the device. */
  @Override
  public void close() {
    try {
      sync();
    } finally {
      program.close();
      executor.close();
    }
  }
}
