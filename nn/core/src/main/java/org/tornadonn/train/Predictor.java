package org.tornadonn.train;

import java.util.List;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.Timing;
import org.tornadonn.exec.Verification;
import org.tornadonn.layer.Model;

/**
 * Runs a model on a device. Safe for use by several threads: predictions run one after the other,
 * each on the whole device.
 */
public final class Predictor implements AutoCloseable {

  private final Model model;
  private final Device device;
  private final PredictionPlan plan;
  private final Session session;
  private final Program program;
  private long version;

  /**
   * Opens a device for prediction.
   *
   * @param model what predicts; changes of its parameters are seen from the next prediction on
   * @param batchSize how many samples run at a time; more are taken in turns
   * @param device where it runs
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   */
  public Predictor(Model model, int batchSize, Device device) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("Batch size must be at least 1, not " + batchSize + ".");
    }
    this.model = model;
    this.device = device;
    this.version = model.version();
    this.plan = PredictionPlan.of(model, batchSize);
    this.session =
        Session.open(
            device,
            "Predicting",
            batchSize,
            n -> List.of(PredictionPlan.of(model, n).plan()),
            List.of(plan.plan()),
            plan.given());
    this.program = session.program();
  }

  /**
   * A predictor for one sample at a time.
   *
   * @param model what predicts; changes of its parameters are seen from the next prediction on
   * @param device where it runs
   */
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
    return plan.run(program, x, n);
  }

  /**
   * Predicts the first batch of inputs call by call, on the device and on the portable loops, and
   * compares them.
   *
   * @param x {@code n} inputs, one after the other
   * @param n any number of samples; those beyond one batch are left out
   * @return what was compared, and the largest differences
   */
  public synchronized Verification verify(float[] x, int n) {
    predict(x, Math.min(n, plan.batchSize()));
    var verification = new Verification(session.executor());
    verification.calls(program, plan.plan());
    verification.whole(program, plan.plan());
    return verification;
  }

  /**
   * How long each placement of a prediction takes by itself; runs them on arrays of their own.
   *
   * @return one for each call, or for several that run as one
   */
  public synchronized List<Timing> timings() {
    return Timing.of(session.executor(), program, plan.plan());
  }

  /** {@return where it runs} */
  public Device device() {
    return device;
  }

  /** Frees the device. */
  @Override
  public synchronized void close() {
    session.close();
  }
}
