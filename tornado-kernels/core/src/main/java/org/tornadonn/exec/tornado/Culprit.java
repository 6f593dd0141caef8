package org.tornadonn.exec.tornado;

import java.util.List;
import java.util.stream.IntStream;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Grouping.Group;
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

  /** Where its classes lie: in the JDK's name, and from 6.0 on in TornadoVM's. */
  private static final List<String> GRAAL = List.of("jdk.graal.compiler.", "tornado.graal.");

  private static final String NO_ASSERTIONS =
      "-da:jdk.graal.compiler... -da:tornado.graal... -da:uk.ac.manchester.tornado...";

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
                  .formatted(device, group, reason(failure)),
              failure);
        }
      }
    }
  }

  /** The error where no single call is to blame. */
  ExecutionException unknown(List<Segment> segments, Throwable failure) {
    return new ExecutionException(
        "Device %s cannot prepare the plan '%s': %s. Choose another device, for example --device jvm."
            .formatted(device, segments.getFirst().plan().name(), reason(failure)),
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

  /** What went wrong, in one line. */
  static String reason(Throwable failure) {
    var root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    if (root instanceof AssertionError || (root instanceof LinkageError && inAsserting(root))) {
      return "an assertion of TornadoVM failed%s: its assertions do not hold on this JDK, so start Java without -ea, or add %s"
          .formatted(root.getMessage() == null ? "" : " (" + line(root) + ")", NO_ASSERTIONS);
    }
    if (String.valueOf(root.getMessage()).contains(".writeReplace()")) {
      return "its task is not serializable, as TornadoVM from 6.0 on requires: compile the kernel against tornado-api-classes, or the API of 6.0.0 or newer";
    }
    // Their messages are names alone, but the linker's of native libraries.
    return (root instanceof LinkageError && !(root instanceof UnsatisfiedLinkError))
            || root instanceof ReflectiveOperationException
        ? root.getClass().getSimpleName() + ": " + line(root)
        : line(root);
  }

  /**
   * Whether the class that threw has assertions on. Graal's ask for methods that this JDK may not
   * have, and then throw no AssertionError.
   */
  private static boolean inAsserting(Throwable root) {
    var frames = root.getStackTrace();
    if (frames.length == 0) {
      return false;
    }
    var name = frames[0].getClassName();
    try {
      return GRAAL.stream().anyMatch(name::startsWith)
          && Class.forName(name, false, ClassLoader.getSystemClassLoader())
              .desiredAssertionStatus();
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static String line(Throwable root) {
    var message = root.getMessage();
    return message == null || message.isBlank()
        ? root.getClass().getSimpleName()
        : message
            .replaceAll("\u001b\\[[0-9;]*m", "") // colours
            .strip()
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll("\\.$", "");
  }
}
