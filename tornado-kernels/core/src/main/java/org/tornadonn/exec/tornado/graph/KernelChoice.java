package org.tornadonn.exec.tornado.graph;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.tornadonn.exec.Fusible;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.plan.Kernel;

/** Which version of a kernel a device runs, and which kernels it runs as one. */
public interface KernelChoice extends Fusible {

  /** The kernel that runs in place of the given one; itself where there is no other. */
  Kernel of(Kernel portable);

  /** Nothing runs as one, unless a choice says so. */
  @Override
  default Run from(List<@Nullable Kernel> kernels, IntPredicate passes) {
    return Run.ALONE;
  }

  /** The kernel that runs in place of several that {@link #from} says are one. */
  default Kernel fused(List<Kernel> portable) {
    throw new IllegalArgumentException("These do not run as one: " + portable);
  }

  /** The kernel that runs in place of those of a group. */
  default Kernel of(List<Kernel> group) {
    return group.size() > 1 ? fused(group) : of(group.getFirst());
  }

  /** How many numbers those of a group keep beside their arrays while a program is loaded. */
  default int scratch(List<Kernel> group) {
    return 0;
  }

  /** What {@link #of(List)} makes of the kernels of a group. */
  default Version version(List<Kernel> group) {
    return group.size() > 1
        ? Version.FUSED
        : of(group.getFirst()) == group.getFirst() ? Version.PORTABLE : Version.TUNED;
  }
}
