package org.tornadonn.exec.jvm.elementwise;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.elementwise.UnaryKernel;
import org.tornadonn.plan.Loop;

/** A function of each element by itself, vector by vector. */
public record VectorUnary(Stretch stretch, float[] x, int xAt, float[] y, int size)
    implements Loop {

  /** The same as a kernel, or null if {@link Functions} does not have it. */
  public static @Nullable VectorUnary of(UnaryKernel k) {
    var function = Functions.of(k.function());
    return function == null ? null : of(function, k.x(), k.xAt(), k.y(), k.size());
  }

  static VectorUnary of(UnaryLoop.Function f, float[] x, int xAt, float[] y, int size) {
    return new VectorUnary(OwnCopy.of(f), x, xAt, y, size);
  }

  @Override
  public void run(int from, int to) {
    stretch.run(x, xAt + from, y, from, to - from);
  }
}
