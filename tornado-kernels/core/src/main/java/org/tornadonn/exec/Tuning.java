package org.tornadonn.exec;

import org.tornadonn.exec.Placement.Version;

/**
 * What a device may do for speed. Results do not depend on it beyond the rounding of sums.
 *
 * @param most up to which version of their kernels devices go; a comparison asks for less than
 *     {@link Version#FUSED}
 * @param autotune whether GPUs measure how matrix products are best cut, for each one that they
 *     have not measured before. That takes some seconds for each; the answers are kept in {@code
 *     $XDG_CACHE_HOME} or {@code ~/.cache}, and used from then on, whether they are to measure or
 *     not
 * @param cudaGraphs whether devices that have CUDA graphs record a plan's kernels the first time
 *     that it runs, and launch them together from then on: that saves small models the time of each
 *     launch. Other devices launch kernel by kernel
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.cuda.CUDAGraph.html">torch.cuda.CUDAGraph</a>
 */
public record Tuning(Version most, boolean autotune, boolean cudaGraphs) {

  /** The fastest kernels, as they are estimated to be best. */
  public static final Tuning DEFAULT = upTo(Version.FUSED);

  /** Kernels up to a version, to compare. */
  public static Tuning upTo(Version most) {
    return new Tuning(most, false, false);
  }
}
