package org.tornadonn.op.elementwise;

/**
 * Runs an elementwise kernel on the JVM strip by strip, with repeated operands written out for one
 * strip at a time, so that the innermost loop is over neighbouring numbers alone.
 */
public final class Strips {

  private static final int LENGTH = 1024;

  private Strips() {}

  /** {@code y[from + i] = f(a[aAt + i], b[bAt + i])} for i below n. */
  public interface OfTwo {
    void run(float[] a, int aAt, float[] b, int bAt, float[] y, int from, int n);
  }

  /** {@code y[from + i] = f(a[aAt + i], b[bAt + i], c[cAt + i])} for i below n. */
  public interface OfThree {
    void run(
        float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float[] y, int from, int n);
  }

  public static void run(Operand a, Operand b, float[] y, int size, int from, int to, OfTwo strip) {
    var as = new Reader(a, size);
    var bs = new Reader(b, size);
    for (int i = from; i < to; i += LENGTH) {
      int n = Math.min(LENGTH, to - i);
      strip.run(as.array(i, n), as.at(i), bs.array(i, n), bs.at(i), y, i, n);
    }
  }

  public static void run(
      Operand a, Operand b, Operand c, float[] y, int size, int from, int to, OfThree strip) {
    var as = new Reader(a, size);
    var bs = new Reader(b, size);
    var cs = new Reader(c, size);
    for (int i = from; i < to; i += LENGTH) {
      int n = Math.min(LENGTH, to - i);
      strip.run(
          as.array(i, n), as.at(i), bs.array(i, n), bs.at(i), cs.array(i, n), cs.at(i), y, i, n);
    }
  }

  /** An operand as it stands if it is whole, else a strip of it at a time. */
  private record Reader(Operand operand, boolean isWhole, float[] strip) {

    Reader(Operand operand, int size) {
      this(operand, operand.isWhole(size), new float[operand.isWhole(size) ? 0 : LENGTH]);
    }

    float[] array(int from, int n) {
      if (isWhole) {
        return operand.array();
      }
      operand.read(from, n, strip);
      return strip;
    }

    int at(int from) {
      return isWhole ? operand.at() + from : 0;
    }
  }
}
