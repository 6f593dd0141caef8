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

/**
 * Runs a model on a device. Safe for use by several threads: predictions run one after the other,
 * each on the whole device.
 */
public final class Predictor implements AutoCloseable {

  private final Model model;
  private final int batchSize;
  private final Lowering inference;
  private final Buffer input;
  private final Buffer output;
  private final Executor executor;
  private final Program program;
  private long version;

  /**
   * Opens a device for prediction.
   *
   * @param batchSize how many samples run at a time; more are taken in turns
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   */
  public Predictor(Model model, int batchSize, Device device) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("Batch size must be at least 1, not " + batchSize + ".");
    }
    this.model = model;
    this.batchSize = batchSize;
    this.version = model.version();
    var recorded = model.record(batchSize);
    this.inference = Lowering.inference(recorded.graph(), recorded.output());
    this.input = inference.slice(recorded.input()).buffer();
    this.output = inference.slice(recorded.output()).buffer();
    this.executor = device.open();
    try {
      this.program =
          executor.load(
              List.of(inference.plan()),
              model.values().length == 0
                  ? Map.of()
                  : Map.of(inference.parameters(), model.values()));
    } catch (RuntimeException e) {
      executor.close();
      throw e;
    }
  }

  /** A predictor for one sample at a time. */
  public Predictor(Model model, Device device) {
    this(model, 1, device);
  }

  /**
   * What the model makes of inputs.
   *
   * @param x {@code n} inputs, one after the other
   * @param n any number of samples
   * @return n outputs, one after the other
   */
  public synchronized float[] predict(float[] x, int n) {
    if (version != model.version()) {
      version = model.version();
      program.changed();
    }
    return InBatches.run(
        x,
        n,
        batchSize,
        program.array(input),
        program.array(output),
        model.input().size(),
        model.output().size(),
        () -> program.run(inference.plan()));
  }

  /**
   * Predicts the first batch of inputs call by call, on the device and on the portable loops, and
   * compares them.
   *
   * @param x {@code n} inputs, one after the other
   * @param n any number of samples; those beyond one batch are left out
   */
  public synchronized Verification verify(float[] x, int n) {
    predict(x, Math.min(n, batchSize));
    var verification = new Verification(executor);
    verification.calls(program, inference.plan());
    verification.whole(program, inference.plan());
    return verification;
  }

  /** Frees the device. */
  @Override
  public synchronized void close() {
    program.close();
    executor.close();
  }
}
