package org.tornadonn.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.op.F;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;

/**
 * A {@link FunctionCase}, ready to run on one thread of the JVM.
 *
 * @param operands where its operands lie
 * @param weights what its result is multiplied by before it is summed, if gradients are wanted
 */
record FunctionRun(
    FunctionCase function,
    boolean gradient,
    JvmExecutor executor,
    Program program,
    Plan plan,
    List<Slice> operands,
    Slice result,
    float[] weights)
    implements AutoCloseable {

  static FunctionRun open(FunctionCase function, boolean gradient) {
    var graph = new Graph();
    var operands = new ArrayList<Value>();
    for (var operand : function.operands()) {
      var name = "operand " + operands.size();
      operands.add(
          switch (operand.kind()) {
            case WEIGHT -> graph.parameter(name, operand.shape());
            case INDEX -> graph.input(name, operand.shape());
            case NORMAL, POSITIVE, UNIT ->
                gradient
                    ? graph.inputWithGradient(name, operand.shape())
                    : graph.input(name, operand.shape());
          });
    }
    var y = function.ours().apply(operands);
    var random = new Random(1);
    var weights = new float[gradient ? y.shape().size() : 0];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    var lowering =
        gradient
            ? Lowering.gradients(
                graph, F.sum(F.mul(y, graph.constant("weights", y.shape(), weights))), y)
            : Lowering.inference(graph, y);
    var given = new HashMap<Buffer, float[]>();
    for (var buffer : lowering.plan().buffers()) {
      if (buffer.role() == Role.PARAMETER || buffer.role() == Role.GRADIENT) {
        given.put(buffer, new float[buffer.shape().size()]);
      }
    }
    var slices = operands.stream().map(lowering::slice).toList();
    var executor = new JvmExecutor(1, Version.FUSED);
    var program = executor.load(List.of(lowering.plan()), given);
    for (int i = 0; i < slices.size(); i++) {
      var slice = slices.get(i);
      function.operands().get(i).fill(program.array(slice.buffer()), slice.offset(), random);
    }
    program.changed();
    return new FunctionRun(
        function, gradient, executor, program, lowering.plan(), slices, lowering.slice(y), weights);
  }

  /** Writes the operands for another process. */
  void write(Path folder) throws IOException {
    for (int i = 0; i < operands.size(); i++) {
      var slice = operands.get(i);
      write(
          folder.resolve(Integer.toString(i)),
          program.array(slice.buffer()),
          slice.offset(),
          slice.size());
    }
    write(folder.resolve("weights"), weights, 0, weights.length);
  }

  private static void write(Path file, float[] numbers, int at, int size) throws IOException {
    var bytes = ByteBuffer.allocate(Float.BYTES * size).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(numbers, at, size);
    Files.write(file, bytes.array());
  }

  /** The mean of the absolute values of the result. */
  double mean() {
    program.run(plan);
    var y = program.array(result.buffer());
    double sum = 0;
    for (int i = 0; i < result.size(); i++) {
      sum += Math.abs(y[result.offset() + i]);
    }
    return sum / result.size();
  }

  /** The processor seconds of one run, of as many as fit into some seconds. */
  double measure(double seconds) {
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    int runs = 0;
    long spent = 0;
    while (spent < 1e9 * seconds) {
      program.run(plan);
      runs++;
      spent = threads.getCurrentThreadCpuTime() - start;
    }
    return 1e-9 * spent / runs;
  }

  /** What Python has to know. */
  Map<String, Object> described(Path folder) {
    return Map.of(
        "folder",
        folder.toString(),
        "expression",
        function.theirs(),
        "operands",
        function.operands().stream()
            .map(operand -> List.of(operand.kind().name(), operand.shape().toArray()))
            .toList(),
        "gradient",
        gradient);
  }

  @Override
  public void close() {
    program.close();
    executor.close();
  }
}
