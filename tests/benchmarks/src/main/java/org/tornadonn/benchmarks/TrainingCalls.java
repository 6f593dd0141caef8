package org.tornadonn.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.tornadonn.layer.Values;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import org.tornadonn.train.Optimizer;

/** The calls of a training step, to be run by themselves. */
record TrainingCalls(List<KernelCall> calls) {

  /** The second stage of a sum belongs to its first: both are measured as one operation. */
  private static final String FIRST_STAGE = " parts";

  /** Several operations in one, where the executor may fuse them. */
  private static final String AND = " + ";

  /** All calls of a work: forward, loss, backward and update. */
  static TrainingCalls of(Work work) {
    var model = work.model();
    var recorded = model.record(work.batch());
    var graph = recorded.graph();
    var loss = work.network().loss();
    var targets = loss.targets(model.outputs());
    var target = graph.input("target", targets.sample().batch(work.batch()));
    var fill = graph.control("fill", Shape.of(1));
    var value = loss.record(recorded.outputs(), Values.of(target), fill, List.of());
    var calls = new ArrayList<>(Lowering.gradients(graph, value).plan().calls());
    calls.add(update(model.values().length));
    return new TrainingCalls(calls);
  }

  private static KernelCall update(int parameters) {
    var adam = Optimizer.adam(Work.LEARNING_RATE);
    var shape = Shape.of(parameters);
    var w = new Buffer("parameters", shape, Role.PARAMETER).whole();
    var dw = new Buffer("gradients", shape, Role.GRADIENT).whole();
    var m = new Buffer("moment 1", shape, Role.OPTIMIZER_STATE).whole();
    var v = new Buffer("moment 2", shape, Role.OPTIMIZER_STATE).whole();
    var control = new Buffer("control", Shape.of(adam.control(1, 0).length), Role.CONTROL).whole();
    return new KernelCall(
        "",
        "adam",
        "update",
        List.of(dw, control),
        List.of(),
        List.of(w, m, v),
        false,
        10L * parameters,
        memory ->
            adam.kernel(
                memory.of(w),
                memory.of(dw),
                new float[][] {memory.of(m), memory.of(v)},
                memory.of(control),
                0,
                parameters));
  }

  /**
   * The names of the operations: {@code conv.0 conv2d forward}; and of each convolution with the
   * ReLU and the pooling behind it.
   */
  List<String> operations() {
    var names = new LinkedHashSet<String>();
    for (int i = 0; i < calls.size(); i++) {
      names.add(name(calls.get(i)));
      if (i + 2 < calls.size()
          && calls.get(i).operation().equals("conv2d")
          && calls.get(i + 1).operation().equals("relu")
          && calls.get(i + 2).operation().equals("max_pool2d")) {
        names.add(name(calls.get(i)) + AND + name(calls.get(i + 1)) + AND + name(calls.get(i + 2)));
      }
    }
    return List.copyOf(names);
  }

  private static String name(KernelCall call) {
    var name = call.toString();
    return name.endsWith(FIRST_STAGE)
        ? name.substring(0, name.length() - FIRST_STAGE.length())
        : name;
  }

  /** A plan of the calls of one operation. */
  Plan plan(String operation) {
    var parts = Set.of(operation.split(java.util.regex.Pattern.quote(AND)));
    return new Plan(operation, calls.stream().filter(call -> parts.contains(name(call))).toList());
  }

  /**
   * Arrays for what a plan reads and has not written: numbers between 0 and 1, which are also a
   * class index and a position in a window.
   */
  static Map<Buffer, float[]> operands(Plan plan) {
    var random = new Random(1);
    var written = new HashSet<Buffer>();
    var arrays = new HashMap<Buffer, float[]>();
    for (var call : plan.calls()) {
      for (var slice : call.slices()) {
        var buffer = slice.buffer();
        if (!call.writes().contains(slice) && !written.contains(buffer)) {
          arrays.computeIfAbsent(buffer, b -> numbers(random, b.shape().size()));
        }
      }
      call.writes().forEach(slice -> written.add(slice.buffer()));
    }
    return arrays;
  }

  private static float[] numbers(Random random, int n) {
    var numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = random.nextFloat();
    }
    return numbers;
  }

  /** Bytes that a plan must read and write at least, each operand once. */
  static long bytes(Plan plan) {
    var slices = new HashSet<Slice>();
    plan.calls().forEach(call -> slices.addAll(call.slices()));
    return slices.stream().mapToLong(slice -> (long) Float.BYTES * slice.size()).sum();
  }
}
