package org.tornadonn.benchmarks;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A whole work, from Java arrays to Java arrays. */
@State(Scope.Benchmark)
public class WholeStep {

  /** The work. */
  @Param("orientation/128/8/train")
  public String work = "";

  private @Nullable Step step;

  /** Opens the device. */
  @Setup
  public void open() {
    step = new TornadoNn().open(Work.parse(work), Runtime.getRuntime().availableProcessors());
  }

  /** One measurement. */
  @Benchmark
  public float[] run() {
    return Objects.requireNonNull(step).run();
  }

  /** Frees the device. */
  @TearDown
  public void close() {
    Objects.requireNonNull(step).close();
  }
}
