package org.tornadonn.conformance;

import java.util.ArrayList;
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
 * @param result which of the slices that it writes or adds to
 * @param index the element of that slice
 */
record SpoilingExecutor(Executor device, String call, int result, int index, float error)
    implements Executor {

  /** Spoils the first slice that a call writes. */
  SpoilingExecutor(Executor device, String call, int index, float error) {
    this(device, call, 0, index, error);
  }

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
            var results = new ArrayList<>(c.writes());
            results.addAll(c.adds());
            if (c.toString().equals(call) && results.get(result).buffer() == buffer) {
              program.array(buffer)[results.get(result).offset() + index] += error;
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
