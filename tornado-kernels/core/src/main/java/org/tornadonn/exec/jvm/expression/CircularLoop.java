package org.tornadonn.exec.jvm.expression;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.elementwise.Cos;
import org.tornadonn.op.elementwise.Sin;
import org.tornadonn.op.elementwise.Tan;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.op.elementwise.UnaryKernel;
import org.tornadonn.plan.Loop;

/** A sine, cosine or tangent: {@link Circular} of near numbers, the portable loop of far ones. */
public record CircularLoop(VectorLoop near, UnaryKernel kernel) implements Loop {

  private static final int STRIP = 1024;

  /** Whether a kernel is one of them. */
  public static boolean suits(UnaryKernel kernel) {
    return formula(kernel.function()) != null;
  }

  /** The loop of a kernel that {@link #suits}. */
  public static CircularLoop of(UnaryKernel kernel) {
    var formula = Objects.requireNonNull(formula(kernel.function()));
    return new CircularLoop(VectorLoop.of(1, v -> formula.apply(v.getFirst())), kernel);
  }

  private static @Nullable UnaryOperator<Term> formula(Unary function) {
    return switch (function) {
      case Sin f -> Circular::sin;
      case Cos f -> Circular::cos;
      case Tan f -> Circular::tan;
      default -> null;
    };
  }

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    float[][] arrays = {kernel.x(), kernel.y()};
    for (int i = from; i < to; i += STRIP) {
      int n = Math.min(STRIP, to - i);
      float[] far = farOnes(kernel.xAt() + i, n);
      near.run(arrays, new int[] {kernel.xAt() + i, i}, n);
      if (far.length > 0) {
        portable(far, i);
      }
    }
  }

  /** The numbers, before they are overwritten; none if all are near. */
  private float[] farOnes(int at, int n) {
    int largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(kernel.x()[at + i]) & Integer.MAX_VALUE);
    }
    boolean isNear = largest <= Float.floatToRawIntBits(Circular.BOUND);
    return isNear ? new float[0] : Arrays.copyOfRange(kernel.x(), at, at + n);
  }

  private void portable(float[] x, int at) {
    float[] y = new float[x.length];
    var loop = kernel.function().kernel(x, 0, y, x.length);
    for (int i = 0; i < x.length; i++) {
      if (!(Math.abs(x[i]) <= Circular.BOUND)) {
        loop.run(i, i + 1);
        kernel.y()[at + i] = y[i];
      }
    }
  }
}
