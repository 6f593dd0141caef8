package org.tornadonn.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;

/**
 * A number that a call of a plan made and that is NaN or infinite.
 *
 * @param slice what the number is part of
 * @param index of the number in the slice
 */
public record NotFinite(KernelCall call, Slice slice, int index, float value) {

  /**
   * Runs a plan again, each call by itself on the device, up to the first that makes such a number.
   * The program is left as it is; inputs and persistent buffers are taken from it. What calls make
   * of running states does not count, because they had been moved before.
   *
   * <p>Needs the memory of the plan a second time, on the host and on the device.
   *
   * @return empty if there is none
   */
  public static Optional<NotFinite> first(Executor device, Program program, Plan plan) {
    var contents = new HashMap<Buffer, float[]>();
    for (var buffer : plan.buffers()) {
      if (buffer.role().persists()) {
        program.fetch(buffer);
      }
      if (buffer.role() != Role.ACTIVATION) {
        contents.put(buffer, program.array(buffer).clone());
      }
    }
    var memory = new HostMemory(List.of(plan), contents);
    for (var call : plan.calls()) {
      var alone = new Placement(List.of(call), Version.PORTABLE, "");
      Excerpt.of(alone, _ -> true, memory).run(device);
      var found = in(call, memory);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<NotFinite> in(KernelCall call, HostMemory memory) {
    var written = new ArrayList<>(call.writes());
    written.addAll(call.adds());
    for (var slice : written) {
      int index = slice.buffer().role() == Role.RUNNING_STATE ? -1 : index(slice, memory.of(slice));
      if (index >= 0) {
        float value = memory.of(slice)[slice.offset() + index];
        return Optional.of(new NotFinite(call, slice, index, value));
      }
    }
    return Optional.empty();
  }

  private static int index(Slice slice, float[] array) {
    for (int i = 0; i < slice.size(); i++) {
      if (!Float.isFinite(array[slice.offset() + i])) {
        return i;
      }
    }
    return -1;
  }
}
