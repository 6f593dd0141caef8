package org.tornadonn.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The ceiling of what moves more than it computes: {@code a = b + s · c}, STREAM's triad, over
 * arrays that together are larger than any cache. Counted as in STREAM: two arrays read and one
 * written, although a cache reads what it is about to write.
 *
 * @see <a href="https://www.cs.virginia.edu/stream/ref.html">STREAM</a>
 */
@State(Scope.Thread)
public class Triad {

  /** Floats of one array, shared out among the threads. */
  private static final int FLOATS = 64 << 20;

  private float[] a = {};
  private float[] b = {};
  private float[] c = {};

  /** Allocates the arrays of one thread. */
  @Setup(Level.Trial)
  public void allocate(BenchmarkParams params) {
    allocate(params.getThreads());
  }

  void allocate(int threads) {
    int n = FLOATS / threads;
    a = new float[n];
    b = new float[n];
    c = new float[n];
    for (int i = 0; i < n; i++) {
      b[i] = i;
      c[i] = 1;
    }
  }

  /** One measurement. */
  @Benchmark
  public float[] triad() {
    triad(a, b, c, 3);
    return a;
  }

  private static void triad(float[] a, float[] b, float[] c, float s) {
    for (int i = 0; i < a.length; i++) {
      a[i] = b[i] + s * c[i];
    }
  }

  /** Bytes that one call moves on one of so many threads. */
  static long bytes(int threads) {
    return 3L * Float.BYTES * (FLOATS / threads);
  }
}
