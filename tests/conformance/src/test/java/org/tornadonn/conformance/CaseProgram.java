package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;

/** The gradients plan of a case, bound to memory on a device, with its numbers in place. */
record CaseProgram(Lowering lowering, Program program) implements AutoCloseable {

  CaseProgram(Executor executor, GraphCase c) {
    this(c.training(), executor, c);
  }

  private CaseProgram(Lowering lowering, Executor executor, GraphCase c) {
    this(
        lowering,
        executor.load(
            List.of(lowering.plan()),
            c.graph().parameterSize() > 0
                ? Map.of(lowering.parameters(), DeviceRun.parameters(lowering, c))
                : Map.of()));
    var used = lowering.plan().buffers();
    c.leaves()
        .forEach(
            (value, numbers) -> {
              var buffer = lowering.slice(value).buffer();
              if (buffer.role() != Role.PARAMETER && used.contains(buffer)) {
                int at = lowering.slice(value).offset();
                System.arraycopy(numbers, 0, program.array(buffer), at, numbers.length);
              }
            });
  }

  Plan plan() {
    return lowering.plan();
  }

  /** A copy of every output, one after the other. */
  float[] outputs() {
    var all = new ArrayList<Float>();
    for (var buffer : plan().buffers()) {
      if (buffer.role() == Role.OUTPUT) {
        for (float value : program.array(buffer)) {
          all.add(value);
        }
      }
    }
    var outputs = new float[all.size()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = all.get(i);
    }
    return outputs;
  }

  @Override
  public void close() {
    program.close();
  }
}
