package org.tornadonn.train;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Value;

/**
 * How a number that a model's outputs come to changes with its inputs: what a saliency map shows,
 * or an input that is to be made better is moved by. The model predicts: dropout does nothing, and
 * batch norms use their running statistics.
 *
 * {@snippet :
 * try (var gradient = new InputGradient(model, out -> out.only(), 1, Device.jvm())) {
 *   float[] dx = gradient.of(x, 1); // of the sum of all outputs
 * }
 * }
 *
 * <p>For use by one thread at a time. It has the numbers that the model had when it was opened.
 */
public final class InputGradient implements AutoCloseable {

  private final Model model;
  private final int batchSize;
  private final Plans plans;
  private final Session session;

  /** The samples of the batch that ran last. */
  private int count;

  private record Plans(Lowering lowering, Parts inputs, Parts gradients, Hooks hooks) {

    static Plans of(Model model, Function<Values, Value> score, int n, List<String> layers) {
      var recorded = model.recordWithInputGradients(n);
      var hooked = recorded.layers(layers);
      var sum =
          recorded
              .graph()
              .within("score", () -> F.reshape(F.sum(score.apply(recorded.outputs())), 1));
      var lowering = Hooks.lowered(recorded.graph(), sum, hooked);
      var inputs = Parts.inputs(lowering, recorded.graph(), recorded.inputs(), n);
      List<Buffer> gradients =
          recorded.inputs().list().stream()
              .map(value -> lowering.gradient(value).buffer())
              .toList();
      return new Plans(
          lowering, inputs, new Parts(gradients, inputs.used(), n), Hooks.of(lowering, hooked, n));
    }
  }

  /**
   * Opens a device.
   *
   * @param model stays as it is
   * @param score what the gradient is of: numbers that are made of the outputs, {@code (n, …)}, and
   *     summed up for each sample
   * @param batchSize how many samples run at a time; more are taken in turns
   * @param device where it runs
   * @param layers whose {@link #activations} and {@link #activationGradients} are kept, too: {@code
   *     layer4}
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   * @throws org.tornadonn.layer.StateException if there is no such layer; the message has names
   *     that are near
   */
  public InputGradient(
      Model model, Function<Values, Value> score, int batchSize, Device device, String... layers) {
    var hooked = List.of(layers);
    if (batchSize < 1) {
      throw new IllegalArgumentException("Batch size must be at least 1, not " + batchSize + ".");
    }
    this.model = model;
    this.batchSize = batchSize;
    this.plans = Plans.of(model, score, batchSize, hooked);
    this.session =
        Session.open(
            device,
            Use.GRADIENT,
            batchSize,
            n -> List.of(Plans.of(model, score, n, hooked).lowering.plan()),
            List.of(plans.lowering.plan()),
            () -> PredictionPlan.given(model.weights().copy(), plans.lowering));
  }

  /**
   * The gradients of inputs.
   *
   * @param x {@code n} inputs, one after the other
   * @param n any number of samples
   * @return as many numbers as the inputs
   */
  public float[] of(float[] x, int n) {
    int length = plans.inputs.length();
    if (n < 0 || x.length < (long) n * length) {
      throw new IllegalArgumentException(
          "%d inputs need %d numbers, but there are %d.".formatted(n, (long) n * length, x.length));
    }
    var program = session.program();
    float[] dx = new float[n * length];
    for (int from = 0; from < n; from += batchSize) {
      count = Math.min(batchSize, n - from);
      plans.inputs.give(program, x, from, count, true);
      program.run(plans.lowering.plan());
      plans.gradients.take(program, dx, from, count);
    }
    return dx;
  }

  /**
   * The gradients of inputs by name.
   *
   * @param inputs one tensor for each of {@link Model#inputs}, batch first
   * @return one for each of them, of the same shape
   */
  public Map<String, Tensor> of(Map<String, Tensor> inputs) {
    int n = model.inputs().count(inputs);
    return model.inputs().named(of(model.inputs().flat(inputs), n), n);
  }

  /**
   * What the layers that it was opened with gave for the last batch.
   *
   * @return by the paths of the layers, batch first, as {@link Predictor#activations(Map)} gives it
   */
  public Map<String, Tensor> activations() {
    return plans.hooks.outputs(session.program(), count);
  }

  /**
   * How the score of the last batch changes with what those layers gave: what Grad-CAM weighs
   * channels by.
   *
   * @return as {@link #activations}, without layers that the score does not depend on
   */
  public Map<String, Tensor> activationGradients() {
    return plans.hooks.gradients(session.program(), count);
  }

  /** Frees the device. */
  @Override
  public void close() {
    session.close();
  }

  /** Of which model, and whether it is closed. */
  @Override
  public String toString() {
    return "InputGradient of %s%s".formatted(model, session.isClosed() ? ", closed" : "");
  }
}
