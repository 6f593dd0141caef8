package org.tornadonn.conformance;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tornadonn.op.elementwise.BinaryKernel;
import org.tornadonn.op.elementwise.UnaryKernel;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;

/**
 * Chooses the cases for devices on which preparing a plan takes long: cases of the fewest calls
 * first, each one that brings a kernel that none before it has brought, small or large.
 *
 * @param counts the calls whose kernels count
 */
record Covering(Predicate<KernelCall> counts) {

  /** From so many floating-point operations on, a call can have a version of its own. */
  private static final long LARGE = 1 << 18;

  /** Some of the cases, in their order. */
  <T> List<T> of(List<T> cases, Function<T, GraphCase> graph) {
    var calls = cases.stream().map(c -> graph.apply(c).training().plan().calls()).toList();
    var brought = new HashSet<String>();
    var chosen = new TreeMap<Integer, T>();
    IntStream.range(0, cases.size())
        .boxed()
        .sorted(Comparator.comparing(i -> calls.get(i).size()))
        .filter(i -> brought.addAll(kernels(calls.get(i))))
        .forEach(i -> chosen.put(i, cases.get(i)));
    return List.copyOf(chosen.values());
  }

  private Set<String> kernels(List<KernelCall> calls) {
    return calls.stream().filter(counts).map(Covering::name).collect(Collectors.toSet());
  }

  private static String name(KernelCall call) {
    var bound = call.bind(slice -> new float[slice.buffer().shape().size()]);
    var kernel = loop(bound).getClass().getName();
    return call.flops() < LARGE ? kernel : kernel + ", large";
  }

  /** What a kernel runs, which is itself unless it only says whose it is. */
  static Kernel loop(Kernel kernel) {
    return switch (kernel) {
      case UnaryKernel unary -> unary.loop();
      case BinaryKernel binary -> binary.loop();
      default -> kernel;
    };
  }
}
