package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tornadonn.conformance.oracle.Moments;
import org.tornadonn.conformance.oracle.OptimizerDefinition;
import org.tornadonn.exec.Executor;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;

/**
 * Five steps of an optimizer on given gradients. It updates a range of the parameters, which leaves
 * a few at both ends alone.
 *
 * @param definition what is right
 * @param update the kernel under test
 */
record OptimizerCase(String name, OptimizerDefinition definition, Update update) {

  static final int SIZE = 207;
  static final int FROM = 5;
  static final int TO = 200;
  static final int STEPS = 5;

  /** Parameters and moments as they are after the last step. */
  record State(float[] w, float[] m, float[] v) {}

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

  State run(Executor executor) {
    var flat = Shape.of(SIZE);
    var w = new Buffer("parameters", flat, Role.PARAMETER);
    var g = new Buffer("gradients", flat, Role.INPUT);
    var m = new Buffer("m", flat, Role.OPTIMIZER_STATE);
    var v = new Buffer("v", flat, Role.OPTIMIZER_STATE);
    var control = new Buffer("control", Shape.of(3), Role.CONTROL);
    var call =
        new KernelCall(
            "",
            name,
            "update",
            List.of(g.whole(), control.whole()),
            List.of(),
            update.secondMoment()
                ? List.of(w.whole(), m.whole(), v.whole())
                : List.of(w.whole(), m.whole()),
            true,
            10L * SIZE,
            memory ->
                update.kernel(
                    memory.of(w.whole()),
                    memory.of(g.whole()),
                    memory.of(m.whole()),
                    update.secondMoment() ? memory.of(v.whole()) : new float[0],
                    memory.of(control.whole())));
    var plan = new Plan("update", List.of(call));
    try (var program = executor.load(List.of(plan), Map.of(w, initial()))) {
      for (int step = 1; step <= STEPS; step++) {
        System.arraycopy(gradient(step), 0, program.array(g), 0, SIZE);
        update.control(step, program.array(control));
        program.run(plan);
      }
      program.fetch(w);
      program.fetch(m);
      if (update.secondMoment()) {
        program.fetch(v);
      }
      var second = update.secondMoment() ? program.array(v).clone() : new float[SIZE];
      return new State(program.array(w).clone(), program.array(m).clone(), second);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
