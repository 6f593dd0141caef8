package org.tornadonn.exec.jvm.elementwise;

import org.tornadonn.op.elementwise.Strips;
import org.tornadonn.plan.Loop;

/**
 * {@code dx (+)= dy · f′(v)}, element by element, vector by vector.
 *
 * @param strip dx of v and dy
 */
public record VectorSlope(
    Strips.OfTwo strip, float[] v, int vAt, float[] dy, float[] dx, int dxAt, int add, int size)
    implements Loop {

  private static final int STRIP = 1024;

  static VectorSlope of(
      BinaryLoop.Function f,
      float[] v,
      int vAt,
      float[] dy,
      float[] dx,
      int dxAt,
      int add,
      int size) {
    return new VectorSlope(OwnCopy.of(f), v, vAt, dy, dx, dxAt, add, size);
  }

  @Override
  public void run(int from, int to) {
    if (add == 0) {
      strip.run(v, vAt + from, dy, from, dx, dxAt + from, to - from);
      return;
    }
    var sum = new float[STRIP];
    for (int i = from; i < to; i += STRIP) {
      int n = Math.min(STRIP, to - i);
      strip.run(v, vAt + i, dy, i, sum, 0, n);
      Rows.add(sum, 0, dx, dxAt + i, n);
    }
  }
}
