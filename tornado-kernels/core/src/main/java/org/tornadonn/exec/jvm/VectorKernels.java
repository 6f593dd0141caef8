package org.tornadonn.exec.jvm;

import java.util.List;
import org.tornadonn.plan.Kernel;

/** Vector API versions of the kernels that take the time. */
final class VectorKernels {

  private VectorKernels() {}

  /** The steps that do what a kernel does, faster; none if there is no such version. */
  static List<Step> steps(Kernel kernel) {
    return switch (kernel) {
      default -> List.of();
    };
  }
}
