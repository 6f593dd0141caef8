package org.tornadonn.conformance;

import java.util.List;
import java.util.Map;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;

/**
 * A device with one wrong kernel: whenever a certain call has run, one element of what it wrote is
 * a little too large.
 *
 * @param call the call: {@code fc.2 linear forward}
 * @param index the element of the first slice that it writes
 */
record SpoilingExecutor(Executor device, String call, int index, float error) implements Executor {

  @Override
  public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
    var program = device.load(plans, given);
    return new Program() {
      @Override
      public float[] array(Buffer buffer) {
        return program.array(buffer);
      }

      @Override
      public void run(Plan plan) {
        program.run(plan);
      }

      @Override
      public void fetch(Buffer buffer) {
        program.fetch(buffer);
        for (var plan : plans) {
          for (var c : plan.calls()) {
            var slice = c.writes().isEmpty() ? c.adds().getFirst() : c.writes().getFirst();
            if (c.toString().equals(call) && slice.buffer() == buffer) {
              program.array(buffer)[slice.offset() + index] += error;
            }
          }
        }
      }

      @Override
      public void changed() {
        program.changed();
      }

      @Override
      public List<Placement> placements(Plan plan) {
        return program.placements(plan);
      }

      @Override
      public void close() {
        program.close();
      }
    };
  }

  @Override
  public void close() {
    device.close();
  }
}
