package org.tornadonn.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;
import org.tornadonn.train.Optimizer;

/** A case being trained with Adam on one device: inference, gradients and update in one program. */
final class Training implements AutoCloseable {

  private static final Optimizer ADAM = Optimizer.adam(1e-3f);

  private final GraphCase c;
  private final Lowering gradients;
  private final Lowering inference;
  private final Plan update;
  private final Buffer m;
  private final Buffer v;
  private final Buffer control;
  private final Program program;
  private int steps;

  Training(Executor executor, GraphCase c) {
    this.c = c;
    this.gradients = Lowering.gradients(c.graph(), c.loss(), c.result());
    var parameters = gradients.parameters();
    var flat = parameters.shape();
    this.m = new Buffer("m", flat, Role.OPTIMIZER_STATE);
    this.v = new Buffer("v", flat, Role.OPTIMIZER_STATE);
    this.control = new Buffer("adam", Shape.of(ADAM.control(1, 0).length), Role.CONTROL);
    this.update = new Plan("update", List.of(adam()));
    this.inference = Lowering.inference(c.graph(), c.result());
    var weights = DeviceRun.parameters(gradients, c);
    this.program =
        executor.load(
            List.of(inference.plan(), gradients.plan(), update),
            Map.of(parameters, weights, inference.parameters(), weights));
    c.leaves()
        .forEach(
            (value, numbers) -> {
              put(inference, value, numbers);
              put(gradients, value, numbers);
            });
  }

  private KernelCall adam() {
    var w = gradients.parameters().whole();
    var g = gradients.gradients().whole();
    return new KernelCall(
        "",
        "adam",
        "update",
        List.of(g, control.whole()),
        List.of(),
        List.of(w, m.whole(), v.whole()),
        true,
        10L * w.size(),
        memory ->
            ADAM.kernel(
                memory.of(w),
                memory.of(g),
                new float[][] {memory.of(m.whole()), memory.of(v.whole())},
                memory.of(control.whole()),
                0,
                w.size()));
  }

  private void put(Lowering lowering, Value value, float[] numbers) {
    var buffer = lowering.slice(value).buffer();
    if (buffer.role() != Role.PARAMETER && lowering.plan().buffers().contains(buffer)) {
      System.arraycopy(numbers, 0, program.array(buffer), 0, numbers.length);
    }
  }

  /** Changes an input of both plans. */
  void put(Value value, float[] numbers) {
    put(inference, value, numbers);
    put(gradients, value, numbers);
  }

  /** The prediction of the inference plan. */
  float[] predict() {
    program.run(inference.plan());
    return read(inference.slice(c.result()));
  }

  /** The loss; leaves the gradients behind. */
  float[] gradients() {
    program.run(gradients.plan());
    return read(gradients.slice(c.loss()));
  }

  /** The prediction that the last {@link #gradients} made. */
  float[] prediction() {
    return read(gradients.slice(c.result()));
  }

  /** One step of Adam. */
  void update() {
    steps++;
    var numbers = ADAM.control(steps, ADAM.learningRate());
    System.arraycopy(numbers, 0, program.array(control), 0, numbers.length);
    program.run(update);
  }

  /** The gradient of a parameter. */
  float[] gradient(Value parameter) {
    program.fetch(gradients.gradients());
    return read(gradients.gradient(parameter));
  }

  /** Parameters and moments, from the device. */
  float[] state() {
    program.fetch(gradients.parameters());
    program.fetch(m);
    program.fetch(v);
    int size = c.graph().parameterSize();
    var state = Arrays.copyOf(program.array(gradients.parameters()), 3 * size);
    System.arraycopy(program.array(m), 0, state, size, size);
    System.arraycopy(program.array(v), 0, state, 2 * size, size);
    return state;
  }

  /** Puts parameters and moments onto the device. */
  void restore(float[] state) {
    program.fetch(gradients.gradients());
    int size = c.graph().parameterSize();
    System.arraycopy(state, 0, program.array(gradients.parameters()), 0, size);
    System.arraycopy(state, size, program.array(m), 0, size);
    System.arraycopy(state, 2 * size, program.array(v), 0, size);
    program.changed();
  }

  /** Puts the parameters of the case and no moments onto the device: the next step is the first. */
  void restart() {
    restore(Arrays.copyOf(DeviceRun.parameters(gradients, c), 3 * c.graph().parameterSize()));
    steps = 0;
  }

  private float[] read(Slice slice) {
    return Arrays.copyOfRange(
        program.array(slice.buffer()), slice.offset(), slice.offset() + slice.size());
  }

  @Override
  public void close() {
    program.close();
  }
}
