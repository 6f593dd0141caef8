package org.tornadonn.exec.tornado.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Grouping.Group;
import org.tornadonn.exec.tornado.driver.Reason;
import org.tornadonn.plan.HostMemory;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/**
 * Finds the call, or the group of calls, that a device cannot compile, by compiling one after the
 * other.
 *
 * <p>A call is guilty if it fails twice: a driver whose compiler is LLVM, such as PoCL, removes its
 * temporary files when a signal comes, and the JVM uses signals as a matter of course.
 */
record Culprit(String device, TornadoDevice target, KernelChoice choice) {

  private static final int TRIES = 2;

  /**
   * Returns if every group of calls can be compiled alone.
   *
   * @throws ExecutionException that names layer and operation of the first call that cannot
   */
  void find(List<Segment> segments, HostMemory memory, Throwable failure) {
    for (var segment : segments) {
      for (var group : segment.groups()) {
        if (IntStream.range(0, TRIES).noneMatch(_ -> compiles(group, memory))) {
          throw new ExecutionException(
              "Device %s cannot compile %s: %s. Choose another device, for example --device jvm."
                  .formatted(device, group, Reason.of(failure)),
              failure);
        }
      }
    }
  }

  /** The error where no single call is to blame. */
  ExecutionException unknown(List<Segment> segments, Throwable failure) {
    return new ExecutionException(
        "Device %s cannot prepare the plan '%s': %s. Choose another device, for example --device jvm."
            .formatted(device, segments.getLast().plan().name(), Reason.of(failure)),
        failure);
  }

  private boolean compiles(Group group, HostMemory memory) {
    try {
      var graph = new TaskGraph("culprit");
      var arrays = group.merged().slices().stream().map(memory::of).distinct().toArray();
      graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, arrays);
      var kernel = choice.of(group.bind(memory));
      kernel.addTo(graph, "call");
      graph.transferToHost(DataTransferMode.EVERY_EXECUTION, arrays);
      try (var plan = new TornadoExecutionPlan(graph.snapshot())) {
        if (kernel instanceof Grouped grouped) {
          plan.withGridScheduler(new GridScheduler("culprit.call", grouped.grid()));
        }
        plan.withDevice(target).withPreCompilation();
        return true;
      }
    } catch (Throwable e) {
      return false;
    }
  }
}
