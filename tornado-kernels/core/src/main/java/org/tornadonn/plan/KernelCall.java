package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One line of a plan: which operation of which layer runs which kernel on which slices.
 *
 * @param path the layer, as in {@code state_dict}: {@code conv.0}
 * @param operation the operation: {@code conv2d}
 * @param step which of the operation's kernels: {@code forward}, {@code weight gradient}
 * @param reads the slices that it reads
 * @param writes the slices that it writes in full, whatever they held before
 * @param adds the slices that it adds to, or updates in place
 * @param elementwise whether index i reads and writes element i only, so that a result may take the
 *     place of an operand that nobody needs any more
 * @param flops floating-point operations, a multiply-add counted as two
 * @param terms what each number that it writes is a sum of
 * @param binding makes the kernel from the arrays behind the slices
 */
public record KernelCall(
    String path,
    String operation,
    String step,
    List<Slice> reads,
    List<Slice> writes,
    List<Slice> adds,
    boolean elementwise,
    long flops,
    Terms terms,
    Function<Memory, Kernel> binding) {

  /** A call that does not say what it sums: it is guessed from its operations. */
  public KernelCall(
      String path,
      String operation,
      String step,
      List<Slice> reads,
      List<Slice> writes,
      List<Slice> adds,
      boolean elementwise,
      long flops,
      Function<Memory, Kernel> binding) {
    this(
        path,
        operation,
        step,
        reads,
        writes,
        adds,
        elementwise,
        flops,
        Terms.guess(flops, writes, adds),
        binding);
  }

  public KernelCall {
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
    adds = List.copyOf(adds);
  }

  /** The kernel on the given arrays. */
  public Kernel bind(Memory memory) {
    return binding.apply(
        slice -> {
          if (!reads.contains(slice) && !writes.contains(slice) && !adds.contains(slice)) {
            throw new IllegalStateException(
                this + " uses " + slice + ", which it did not declare.");
          }
          return memory.of(slice);
        });
  }

  /** All slices that the call touches. */
  public List<Slice> slices() {
    var all = new ArrayList<Slice>(reads);
    all.addAll(writes);
    all.addAll(adds);
    return all;
  }

  /** Layer, operation and step: {@code conv.0 conv2d forward}. */
  @Override
  public String toString() {
    return (path.isEmpty() ? "" : path + " ") + operation + " " + step;
  }
}
