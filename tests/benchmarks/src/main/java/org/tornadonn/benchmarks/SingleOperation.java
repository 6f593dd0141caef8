package org.tornadonn.benchmarks;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.plan.Plan;

/** One operation of a training step, as the JVM executor runs it, on all its threads. */
@State(Scope.Benchmark)
public class SingleOperation {

  /** The step. */
  @Param("orientation/128/8/train")
  public String work = "";

  /** The operation, as the step's plan calls it. */
  @Param("conv.3 conv2d forward")
  public String operation = "";

  private @Nullable Executor executor;
  private @Nullable Program program;
  private @Nullable Plan plan;

  /** Binds the operation to arrays. */
  @Setup
  public void open() {
    var calls = TrainingCalls.of(Work.parse(work)).plan(operation);
    var opened = new JvmExecutor();
    executor = opened;
    program = opened.load(List.of(calls), TrainingCalls.operands(calls));
    plan = calls;
  }

  /** One measurement. */
  @Benchmark
  public void run() {
    Objects.requireNonNull(program).run(Objects.requireNonNull(plan));
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    Objects.requireNonNull(executor).close();
  }
}
