package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A kernel call while it is being described: what it reads, what it writes, what it costs. */
public final class Call {

  private final String path;
  private final String operation;
  private final String step;
  private final Consumer<KernelCall> sink;
  private final List<Slice> reads = new ArrayList<>();
  private final List<Slice> writes = new ArrayList<>();
  private final List<Slice> adds = new ArrayList<>();
  private boolean elementwise;
  private long flops;
  private @Nullable Terms terms;

  Call(String path, String operation, String step, Consumer<KernelCall> sink) {
    this.path = path;
    this.operation = operation;
    this.step = step;
    this.sink = sink;
  }

  /** Declares what the kernel reads. */
  public Call reads(Slice... slices) {
    reads.addAll(List.of(slices));
    return this;
  }

  /** Declares what the kernel writes in full. */
  public Call writes(Slice... slices) {
    writes.addAll(List.of(slices));
    return this;
  }

  /** Declares what the kernel adds to or updates in place. */
  public Call adds(Slice... slices) {
    adds.addAll(List.of(slices));
    return this;
  }

  /**
   * Declares a gradient that the kernel writes, or adds to if another user of the value wrote it
   * first.
   */
  public Call writes(Gradient gradient) {
    (gradient.accumulate() ? adds : writes).add(gradient.slice());
    return this;
  }

  /** Declares that index i of the kernel reads and writes element i of its slices and no other. */
  public Call elementwise() {
    elementwise = true;
    return this;
  }

  /** Declares the floating-point operations of the call, a multiply-add counted as two. */
  public Call flops(long flops) {
    this.flops = flops;
    return this;
  }

  /**
   * Declares what each number that the call writes is made of, so that devices can be compared: a
   * sum of so many products of one element of each factor. Where nothing is declared, it is guessed
   * from the operations.
   *
   * @param length the number of terms; 0 if numbers are only chosen or copied
   */
  public Call sums(int length, Slice... factors) {
    return sums(1, length, factors);
  }

  /**
   * The same where executors may sum up other terms, which are larger.
   *
   * @param amplification how many times as large
   */
  public Call sums(double amplification, int length, Slice... factors) {
    terms = new Terms(length, List.of(factors), amplification);
    return this;
  }

  /** Ends the description and appends the call to the plan. */
  public void bind(Function<Memory, Kernel> binding) {
    sink.accept(
        new KernelCall(
            path,
            operation,
            step,
            reads,
            writes,
            adds,
            elementwise,
            flops,
            terms == null ? Terms.guess(flops, writes, adds) : terms,
            binding));
  }
}
