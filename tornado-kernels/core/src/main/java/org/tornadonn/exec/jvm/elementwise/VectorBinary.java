package org.tornadonn.exec.jvm.elementwise;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.elementwise.BinaryKernel;
import org.tornadonn.op.elementwise.Strips;
import org.tornadonn.plan.Loop;

/** A function of two values, element by element with broadcasting, vector by vector. */
public record VectorBinary(BinaryKernel kernel, Strips.OfTwo strip) implements Loop {

  /** The same as a kernel, or null if {@link Functions} does not have it. */
  public static @Nullable VectorBinary of(BinaryKernel k) {
    var function = Functions.of(k.function());
    return function == null ? null : new VectorBinary(k, OwnCopy.of(function));
  }

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    Strips.run(kernel.a(), kernel.b(), kernel.y(), size(), from, to, strip);
  }
}
