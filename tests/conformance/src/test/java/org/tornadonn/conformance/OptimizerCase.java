package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tornadonn.conformance.oracle.Moments;
import org.tornadonn.conformance.oracle.OptimizerDefinition;
import org.tornadonn.exec.Executor;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import org.tornadonn.train.Optimizer;

/**
 * Five steps of an optimizer on given gradients. It updates a range of the parameters, which leaves
 * a few at both ends alone.
 *
 * @param optimizer under test
 * @param definition what is right
 */
record OptimizerCase(String name, Optimizer optimizer, OptimizerDefinition definition) {

  static final int SIZE = 207;
  static final int FROM = 5;
  static final int TO = 200;
  static final int STEPS = 5;

  /**
   * Parameters and moments as they are after the last step.
   *
   * @param moments in the order of {@link Optimizer#moments}
   */
  record State(float[] w, List<float[]> moments) {}

  static float[] initial() {
    return Numbers.of(201, SIZE);
  }

  /** The gradients of a step, counted from 1; some are 0, some tiny. */
  static float[] gradient(int step) {
    var g = Numbers.of(201 + step, SIZE);
    for (int i = 0; i < SIZE; i++) {
      g[i] = i % 13 == 0 ? 0 : i % 7 == 0 ? g[i] * 0x1p-20f : g[i];
    }
    return g;
  }

  /** All parameters with their moments in float64. */
  List<Moments> expected() {
    var all = new ArrayList<Moments>();
    for (float w : initial()) {
      all.add(new Moments(w));
    }
    for (int step = 1; step <= STEPS; step++) {
      var g = gradient(step);
      for (int i = FROM; i < TO; i++) {
        definition.step(step, all.get(i), g[i]);
      }
    }
    return all;
  }

  /** The numbers of a step, counted from 1. */
  float[] control(int step) {
    return optimizer.control(step, optimizer.learningRate());
  }

  /** The kernel on arrays of {@link #SIZE}. */
  Kernel kernel(float[] w, float[] g, float[][] moments, float[] control) {
    return optimizer.kernel(w, g, moments, control, FROM, TO - FROM);
  }

  /** The kernel on arrays of its own. */
  Kernel kernel() {
    var moments = new float[optimizer.moments().size()][SIZE];
    return kernel(initial(), gradient(1), moments, control(1));
  }

  State run(Executor executor) {
    var flat = Shape.of(SIZE);
    var w = new Buffer("parameters", flat, Role.PARAMETER);
    var g = new Buffer("gradients", flat, Role.INPUT);
    var moments =
        optimizer.moments().stream()
            .map(moment -> new Buffer(moment, flat, Role.OPTIMIZER_STATE))
            .toList();
    var control = new Buffer("control", Shape.of(control(1).length), Role.CONTROL);
    var updated = new ArrayList<>(List.of(w.whole()));
    moments.forEach(moment -> updated.add(moment.whole()));
    var call =
        new KernelCall(
            "",
            name,
            "update",
            List.of(g.whole(), control.whole()),
            List.of(),
            updated,
            true,
            10L * SIZE,
            memory ->
                kernel(
                    memory.of(w.whole()),
                    memory.of(g.whole()),
                    moments.stream().map(Buffer::whole).map(memory::of).toArray(float[][]::new),
                    memory.of(control.whole())));
    var plan = new Plan("update", List.of(call));
    try (var program = executor.load(List.of(plan), Map.of(w, initial()))) {
      for (int step = 1; step <= STEPS; step++) {
        System.arraycopy(gradient(step), 0, program.array(g), 0, SIZE);
        var numbers = control(step);
        System.arraycopy(numbers, 0, program.array(control), 0, numbers.length);
        program.run(plan);
      }
      updated.stream().map(Slice::buffer).forEach(program::fetch);
      return new State(
          program.array(w).clone(),
          moments.stream().map(moment -> program.array(moment).clone()).toList());
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
