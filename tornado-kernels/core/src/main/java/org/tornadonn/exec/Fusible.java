package org.tornadonn.exec;

import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Kernel;

/** Which kernels that follow each other an executor can run as one. */
@FunctionalInterface
public interface Fusible {

  /**
   * Kernels that run as one, counted from some first one.
   *
   * @param calls how many
   * @param unwritten whether what passes from one of them to the next is never written
   */
  record Run(int calls, boolean unwritten) {

    /** The first one by itself. */
    public static final Run ALONE = new Run(1, false);
  }

  /**
   * What runs as one from the first kernel on.
   *
   * @param kernels the first one and all behind it, on arrays that are empty but not the same; null
   *     for a kernel that cannot be known
   * @param passes whether the first result of a kernel, numbered as they are, is used by one other
   *     kernel only
   */
  Run from(List<@Nullable Kernel> kernels, IntPredicate passes);
}
