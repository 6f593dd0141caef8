package org.tornadonn.exec.jvm.linear;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.tornadonn.op.linear.MatMulForward;
import org.tornadonn.plan.Loop;

/**
 * {@link MatMulForward} of a row and a matrix whose rows lie as they are, or of a column and a row:
 * sums of rows, each times a number. One index is one strip of one row of the result.
 */
record VectorRowSums(MatMulForward kernel) implements Loop {

  /** Few enough results to stay close by, enough to read a matrix's rows in long pieces. */
  private static final int STRIP = 1024;

  /** Rows that are added at a time. */
  private static final int ROWS = 4;

  /** Whether a kernel is such a product. */
  static boolean suits(MatMulForward kernel) {
    return (kernel.m() == 1 || kernel.k() == 1) && kernel.b().column() == 1;
  }

  private int strips() {
    return Math.ceilDiv(kernel.n(), STRIP);
  }

  /** The vector products of an index. */
  long work() {
    return Math.ceilDiv((long) kernel.k() * Math.min(STRIP, kernel.n()), LANES);
  }

  @Override
  public int size() {
    return kernel.size() / kernel.n() * strips();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int column = i % strips() * STRIP;
      strip(i / strips(), column, Math.min(STRIP, kernel.n() - column));
    }
  }

  private void strip(int row, int column, int n) {
    var a = kernel.a();
    var b = kernel.b();
    float[] y = kernel.y();
    int product = row / kernel.m();
    int aAt = a.at() + product * a.step() + row % kernel.m() * a.row();
    int bAt = b.at() + product * b.step() + column;
    int yAt = row * kernel.n() + column;
    Arrays.fill(y, yAt, yAt + n, 0);
    int single = kernel.k() % ROWS;
    for (int k = 0; k < single; k++) {
      add(a.array()[aAt + k * a.column()], b.array(), bAt + k * b.row(), y, yAt, n);
    }
    for (int k = single; k < kernel.k(); k += ROWS) {
      addFour(aAt + k * a.column(), bAt + k * b.row(), yAt, n);
    }
  }

  private void addFour(int aAt, int bAt, int yAt, int n) {
    var a = kernel.a();
    float[] b = kernel.b().array();
    float[] y = kernel.y();
    float a0 = a.array()[aAt];
    float a1 = a.array()[aAt + a.column()];
    float a2 = a.array()[aAt + 2 * a.column()];
    float a3 = a.array()[aAt + 3 * a.column()];
    int b1 = bAt + kernel.b().row();
    int b2 = b1 + kernel.b().row();
    int b3 = b2 + kernel.b().row();
    var v0 = FloatVector.broadcast(SPECIES, a0);
    var v1 = FloatVector.broadcast(SPECIES, a1);
    var v2 = FloatVector.broadcast(SPECIES, a2);
    var v3 = FloatVector.broadcast(SPECIES, a3);
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      var sum = FloatVector.fromArray(SPECIES, y, yAt + j);
      sum = FloatVector.fromArray(SPECIES, b, bAt + j).fma(v0, sum);
      sum = FloatVector.fromArray(SPECIES, b, b1 + j).fma(v1, sum);
      sum = FloatVector.fromArray(SPECIES, b, b2 + j).fma(v2, sum);
      sum = FloatVector.fromArray(SPECIES, b, b3 + j).fma(v3, sum);
      sum.intoArray(y, yAt + j);
    }
    for (; j < n; j++) {
      float sum = Math.fma(b[bAt + j], a0, y[yAt + j]);
      sum = Math.fma(b[b1 + j], a1, sum);
      sum = Math.fma(b[b2 + j], a2, sum);
      y[yAt + j] = Math.fma(b[b3 + j], a3, sum);
    }
  }

  private static void add(float factor, float[] b, int bAt, float[] y, int yAt, int n) {
    var v = FloatVector.broadcast(SPECIES, factor);
    int j = 0;
    for (; j <= n - LANES; j += LANES) {
      FloatVector.fromArray(SPECIES, b, bAt + j)
          .fma(v, FloatVector.fromArray(SPECIES, y, yAt + j))
          .intoArray(y, yAt + j);
    }
    for (; j < n; j++) {
      y[yAt + j] = Math.fma(b[bAt + j], factor, y[yAt + j]);
    }
  }
}
