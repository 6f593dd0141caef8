package org.tornadonn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Program;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;

/**
 * What one operation of a model was given and what it gave, on a device.
 *
 * @param layer the layer that applied it: {@code fc.0}; empty for the model itself
 * @param operation what the layer did
 * @param inputs all of its operands, parameters included: of {@link org.tornadonn.op.linear.Linear}
 *     x, w, b
 * @param output what came of it, batch first
 */
public record Activation(String layer, Operation operation, List<Tensor> inputs, Tensor output) {

  /** Copies the list. */
  public Activation {
    inputs = List.copyOf(inputs);
  }

  /**
   * Runs a batch through a model and keeps every intermediate result, which needs more memory than
   * a prediction.
   *
   * @param model stays as it is
   * @param x {@code n} inputs, one after the other
   * @param n the number of inputs, at least 1
   * @param device where it runs
   * @return one for each operation, in their order
   * @throws org.tornadonn.exec.ExecutionException if the device cannot run the model
   */
  public static List<Activation> of(Model model, float[] x, int n, Device device) {
    if (n < 1 || x.length < (long) n * model.input().size()) {
      throw new IllegalArgumentException(
          "%d inputs need %d numbers, but there are %d."
              .formatted(n, (long) n * model.input().size(), x.length));
    }
    var plan = Observed.of(model, n);
    try (var session =
        Session.open(
            device,
            Use.TRACE,
            n,
            k -> List.of(Observed.of(model, k).lowering.plan()),
            List.of(plan.lowering.plan()),
            () -> PredictionPlan.given(model.weights().copy(), plan.lowering))) {
      return plan.run(session.program(), x);
    }
  }

  /** A model's plan in which every operation's result is wanted. */
  private record Observed(Model.Recorded recorded, Lowering lowering, int n) {

    static Observed of(Model model, int n) {
      var recorded = model.record(n);
      var results =
          recorded.graph().nodes().stream().map(node -> node.output()).toArray(Value[]::new);
      return new Observed(recorded, Lowering.inference(recorded.graph(), results), n);
    }

    List<Activation> run(Program program, float[] x) {
      Parts.inputs(lowering, recorded.graph(), recorded.inputs(), n).give(program, x, 0, n, false);
      program.run(lowering.plan());
      var activations = new ArrayList<Activation>();
      for (var node : recorded.graph().nodes()) {
        activations.add(
            new Activation(
                node.path(),
                node.operation(),
                node.inputs().stream().map(value -> tensor(program, value)).toList(),
                tensor(program, node.output())));
      }
      return activations;
    }

    private Tensor tensor(Program program, Value value) {
      var slice = lowering.slice(value);
      return new Tensor(slice.shape(), values(program, slice));
    }

    private float[] values(Program program, Slice slice) {
      var array = program.array(slice.buffer());
      return Arrays.copyOfRange(array, slice.offset(), slice.offset() + slice.size());
    }
  }
}
