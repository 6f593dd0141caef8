package org.tornadonn.train;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.Timing;
import org.tornadonn.exec.Verification;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Weights;

/**
 * Runs a model on a device.
 *
 * <p>Safe for use by several threads: predictions run one after the other, each on the whole
 * device. Each is of one version of the model: of what the model had when it began, even if another
 * thread loads other numbers meanwhile, and even if it takes several batches. Beside an open {@link
 * Trainer} of the same model, that is what the trainer last brought there by {@code sync}.
 */
public final class Predictor implements AutoCloseable {

  private final Device device;
  private final PredictionPlan plan;
  private final Architecture architecture;
  private final Session session;

  /** Requests hold the read lock until they are answered; closing waits for it. */
  private final ReentrantReadWriteLock requests = new ReentrantReadWriteLock();

  private volatile Model model;

  /** What the device has; used under the session's monitor. */
  private Weights taken;

  /**
   * Opens a device for prediction.
   *
   * @param model what predicts; changes of its parameters are seen from the next prediction on
   * @param batchSize how many samples run at a time; more are taken in turns
   * @param device where it runs
   * @param layers whose outputs {@link #activations} gives: {@code body.0.conv1}
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   * @throws org.tornadonn.layer.StateException if there is no such layer; the message has names
   *     that are near
   */
  public Predictor(Model model, int batchSize, Device device, String... layers) {
    var hooked = List.of(layers);
    if (batchSize < 1) {
      throw new IllegalArgumentException("Batch size must be at least 1, not " + batchSize + ".");
    }
    this.model = model;
    this.device = device;
    this.taken = model.weights();
    this.architecture = Architecture.of(model);
    this.plan = PredictionPlan.of(model, batchSize, hooked);
    this.session =
        Session.open(
            device,
            Use.PREDICTOR,
            batchSize,
            n -> List.of(PredictionPlan.of(model, n, hooked).plan()),
            List.of(plan.plan()),
            () -> PredictionPlan.given(taken.copy(), plan.lowering()));
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
   * @throws IllegalStateException if the predictor is closed
   */
  public float[] predict(float[] x, int n) {
    return answer(() -> predicted(x, n));
  }

  /**
   * What a model of one input and one output makes of inputs.
   *
   * @param x inputs, batch first, of any number of samples
   * @return outputs, batch first
   * @throws org.tornadonn.plan.ShapeException if x does not fit, or the model has several inputs or
   *     outputs
   * @throws IllegalStateException if the predictor is closed
   */
  public Tensor predict(Tensor x) {
    var now = model;
    var y = predict(Map.of(now.inputs().only().name(), x));
    return Objects.requireNonNull(y.get(now.outputs().only().name()));
  }

  /**
   * What the model makes of inputs by name.
   *
   * @param inputs one tensor for each of {@link Model#inputs}, batch first, of any number of
   *     samples
   * @return one for each of {@link Model#outputs}, batch first
   * @throws org.tornadonn.plan.ShapeException if one is missing or does not fit; the message names
   *     it
   * @throws IllegalStateException if the predictor is closed
   */
  public Map<String, Tensor> predict(Map<String, Tensor> inputs) {
    var now = model;
    int n = now.inputs().count(inputs);
    return now.outputs().named(predict(now.inputs().flat(inputs), n), n);
  }

  /**
   * What layers that the predictor was opened with make of inputs: features, or what PyTorch's
   * {@code register_forward_hook} is given.
   *
   * @param x inputs of a model that has one, batch first, of one or more samples
   * @return as {@link #activations(Map)}
   */
  public Map<String, Tensor> activations(Tensor x) {
    return activations(Map.of(model.inputs().only().name(), x));
  }

  /**
   * What layers that the predictor was opened with make of inputs by name.
   *
   * @param inputs one tensor for each of {@link Model#inputs}, batch first, of one or more samples
   * @return the output of each layer by its path, batch first; of a layer that gives several, each
   *     by its name behind the path, {@code lstm.h}; of one that runs several times, the last
   * @throws org.tornadonn.plan.ShapeException if an input is missing or does not fit
   * @throws IllegalStateException if the predictor was opened without layers, or is closed
   */
  public Map<String, Tensor> activations(Map<String, Tensor> inputs) {
    if (plan.hooks().outputs().isEmpty()) {
      throw new IllegalStateException(
          "The predictor keeps no layer's output: say which when it is opened, as in new"
              + " Predictor(model, 1, device, \"layer4\").");
    }
    var now = model;
    int n = now.inputs().count(inputs);
    float[] x = now.inputs().flat(inputs);
    return answer(() -> plan.activations(current(), x, n));
  }

  private float[] predicted(float[] x, int n) {
    return plan.run(current(), x, n);
  }

  /** The program with the numbers that the model has now. */
  private Program current() {
    var now = model.weights();
    if (!taken.equals(now)) {
      plan.give(session.program(), now);
      taken = now;
    }
    return session.program();
  }

  /** Answers a request when those before it are answered. */
  private <T> T answer(Supplier<T> request) {
    requests.readLock().lock();
    try {
      synchronized (session) {
        return request.get();
      }
    } finally {
      requests.readLock().unlock();
    }
  }

  /**
   * Goes on with another model of the same architecture, such as a newer file of it. Predictions
   * that run meanwhile are of the model before; those that begin after this returns are of the
   * other, and see its changes. None fails for it.
   *
   * @param other has the layers, names and shapes of the one before
   * @throws IllegalArgumentException if it has not, with the first difference; then predictions go
   *     on with the model before
   * @throws IllegalStateException if the predictor is closed
   */
  public void reload(Model other) {
    var difference = architecture.differenceTo(Architecture.of(other));
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "The model cannot take the place of the one before: %s. Open another Predictor for it."
              .formatted(difference.get()));
    }
    requests.readLock().lock();
    try {
      var _ = session.program();
      model = other;
    } finally {
      requests.readLock().unlock();
    }
  }

  /**
   * Predicts the first batch of inputs call by call, on the device and on the portable loops, and
   * compares them.
   *
   * @param x {@code n} inputs, one after the other
   * @param n any number of samples; those beyond one batch are left out
   * @return what was compared, and the largest differences
   * @throws IllegalStateException if the predictor is closed
   */
  public Verification verify(float[] x, int n) {
    return answer(
        () -> {
          predicted(x, Math.min(n, plan.batchSize()));
          var verification = new Verification(session.executor());
          verification.calls(session.program(), plan.plan());
          verification.whole(session.program(), plan.plan());
          return verification;
        });
  }

  /**
   * How long each placement of a prediction takes by itself; runs them on arrays of their own.
   *
   * @return one for each call, or for several that run as one
   * @throws IllegalStateException if the predictor is closed
   */
  public List<Timing> timings() {
    return answer(() -> Timing.of(session.executor(), session.program(), plan.plan()));
  }

  /** {@return where it runs} */
  public Device device() {
    return device;
  }

  /**
   * Frees the device, when all predictions that have begun are answered; later ones are refused.
   * The second time, does nothing.
   */
  @Override
  public void close() {
    requests.writeLock().lock();
    try {
      session.close();
    } finally {
      requests.writeLock().unlock();
    }
  }

  /** What predicts, and where. */
  @Override
  public String toString() {
    return "Predictor of %s: batch size %d, %s%s"
        .formatted(model, plan.batchSize(), device, session.isClosed() ? ", closed" : "");
  }
}
