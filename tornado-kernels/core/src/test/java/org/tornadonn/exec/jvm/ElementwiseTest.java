package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.tornadonn.exec.jvm.Kernels.assertSame;
import static org.tornadonn.exec.jvm.Kernels.poison;
import static org.tornadonn.exec.jvm.Kernels.random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.arithmetic.AddForward;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.op.linear.FmaChains;
import org.tornadonn.op.update.AdamUpdate;
import org.tornadonn.op.update.Clamp;
import org.tornadonn.op.update.ClipScale;
import org.tornadonn.op.update.SgdUpdate;
import org.tornadonn.op.update.SquareSums;
import org.tornadonn.plan.Copy;

/** Tuned elementwise loops, sums and updates against the portable loops, tails included. */
class ElementwiseTest {

  private static float[] withNaN(int size) {
    float[] x = random(size, 1);
    for (int i = 0; i < size; i += 5) {
      x[i] = i % 2 == 0 ? Float.NaN : 0;
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7, 13, 33, 70_001})
  void relu(int size) {
    float[] x = withNaN(size + 3);
    assertSame(1, poison(size), y -> new ReLUForward(x, 3, y, size));
    assertSame(1, x, y -> new ReLUForward(y, 0, y, size));
    float[] dy = random(size, 2);
    assertSame(1, poison(size + 2), dx -> new ReLUInputGradient(x, dy, dx, 2, 0, size));
    assertSame(1, random(size, 3), dx -> new ReLUInputGradient(x, dy, dx, 0, 1, size));
    assertSame(1, dy, dx -> new ReLUInputGradient(x, dx, dx, 0, 0, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7, 13, 33, 70_001})
  void copyAndAdd(int size) {
    float[] a = random(size + 3, 1);
    float[] b = random(size + 7, 2);
    assertSame(1, poison(size + 2), y -> new Copy(a, 0, y, 2, 0, size));
    assertSame(1, random(size, 3), y -> new Copy(a, 0, y, 0, 1, size));
    assertSame(1, poison(size), y -> new AddForward(a, 3, b, 7, y, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 13, 31, 48})
  void chains(int size) {
    float[] control = {0.75f, 0.5f, 20};
    assertSame(FmaChains.LANES, poison(size), y -> new FmaChains(control, y, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 33, 20_011})
  void partialSum(int size) {
    float[] partial = random(6 * size, 1);
    assertSame(6, poison(size + 2), y -> new PartialSum(partial, y, 2, 0, 6, size));
    assertSame(7, random(size, 3), y -> new PartialSum(partial, y, 0, 1, 6, size));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7, 13, 33, 70_001})
  void clipping(int size) {
    float[] x = withNaN(size);
    assertSame(1, x, y -> new Clamp(y, 0.25f, size));
    assertSame(1, x, y -> new ClipScale(new float[] {3, 0.3f}, y, size));
  }

  /** Stretches that fit no vector, one cut short by the end, and some behind it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 64, 77, 136})
  void squareSums(int stretch) {
    int stretches = 9;
    float[] x = random(6 * stretch + stretch / 2 + 1, 1);
    assertSame(
        stretch,
        poison(stretches),
        partial -> new SquareSums(x, partial, stretch, x.length, stretches));
    x[stretch] = Float.NaN;
    x[0] = Float.POSITIVE_INFINITY;
    assertSame(
        stretch,
        poison(stretches),
        partial -> new SquareSums(x, partial, stretch, x.length, stretches));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 17, 33, 49, 400})
  void biasGradient(int plane) {
    float[] dy = random(7 * 3 * plane, 1);
    for (int p : new int[] {1, 3, 5, 7}) {
      assertSame(
          7 * plane, poison(p * 3), partial -> new BiasGradient(dy, partial, p, 7, 3, plane));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 33, 20_011})
  void adam(int size) {
    float[] dw = random(size + 4, 1);
    float[] control = {1e-2f, 1.5f, 0.99f, 3e-3f};
    float[] m = random(size + 4, 2);
    float[] v = new float[size + 4];
    for (float l2 : new float[] {0, 0.1f}) {
      assertSame(
          1,
          random(size + 4, 3),
          w ->
              new AdamUpdate(w, dw, m.clone(), v.clone(), control, 0.9, 0.999, 1e-8f, l2, 4, size));
      assertSame(
          1,
          m,
          moment ->
              new AdamUpdate(
                  dw.clone(), dw, moment, v.clone(), control, 0.9, 0.999, 1e-8f, l2, 4, size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 33, 20_011})
  void sgd(int size) {
    float[] dw = random(size + 4, 1);
    float[] m = random(size + 4, 2);
    for (float momentum : new float[] {0, 0.9f}) {
      for (int nesterov = 0; nesterov < 2; nesterov++) {
        float[] control = {1e-2f};
        int look = nesterov;
        assertSame(
            1,
            random(size + 4, 3),
            w -> new SgdUpdate(w, dw, m.clone(), control, momentum, look, 0.01f, 4, size));
        assertSame(
            1,
            m,
            moment ->
                new SgdUpdate(dw.clone(), dw, moment, control, momentum, look, 0.01f, 4, size));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 33, 5_001})
  void adamRoundsLikeThePortableLoop(int size) {
    float[] w = random(size, 1);
    float[] dw = random(size, 2);
    float[] m = random(size, 3);
    float[] v = dw.clone();
    for (int i = 0; i < size; i++) {
      v[i] *= v[i];
    }
    float[] expected = w.clone();
    float[] control = {1e-3f, 1.2f, 1, 0.5f};
    var portable =
        new AdamUpdate(expected, dw, m.clone(), v.clone(), control, 0.9, 0.999, 1e-8f, 0, 0, size);
    portable.run(0, size);
    var tuned = new AdamUpdate(w, dw, m.clone(), v.clone(), control, 0.9, 0.999, 1e-8f, 0, 0, size);
    VectorKernels.steps(tuned).forEach(step -> step.loop().run(0, size));
    assertArrayEquals(expected, w);
  }
}
