package org.tornadonn.exec.jvm.linear;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.tornadonn.exec.jvm.tile.LaneSum;
import org.tornadonn.op.linear.Factor;
import org.tornadonn.op.linear.MatMulForward;
import org.tornadonn.plan.Loop;

/**
 * {@link MatMulForward} of a matrix whose rows lie as they are, and a column: sums along the rows.
 * One index is one row.
 */
record VectorDots(MatMulForward kernel) implements Loop {

  /** Sums that do not wait for each other. */
  private static final int SUMS = 4;

  /** Whether a kernel is such a product. */
  static boolean suits(MatMulForward kernel) {
    return kernel.n() == 1 && kernel.a().column() == 1;
  }

  @Override
  public int size() {
    return kernel.size();
  }

  @Override
  public void run(int from, int to) {
    var a = kernel.a();
    int terms = kernel.k();
    float[] column = kernel.b().row() == 1 ? kernel.b().array() : new float[terms];
    int known = -1;
    int bAt = 0;
    for (int i = from; i < to; i++) {
      int product = i / kernel.m();
      if (product != known) {
        bAt = brought(kernel.b(), product, column);
        known = product;
      }
      int aAt = a.at() + product * a.step() + i % kernel.m() * a.row();
      kernel.y()[i] = dot(a.array(), aAt, column, bAt, terms);
    }
  }

  /** Where the column of a product begins; its numbers are brought side by side if need be. */
  private int brought(Factor b, int product, float[] column) {
    int at = b.at() + product * b.step();
    if (b.row() == 1) {
      return at;
    }
    for (int k = 0; k < kernel.k(); k++) {
      column[k] = b.array()[at + k * b.row()];
    }
    return 0;
  }

  private static float dot(float[] a, int aAt, float[] b, int bAt, int terms) {
    var s0 = FloatVector.zero(SPECIES);
    var s1 = s0;
    var s2 = s0;
    var s3 = s0;
    int k = 0;
    for (; k <= terms - SUMS * LANES; k += SUMS * LANES) {
      s0 = product(a, aAt + k, b, bAt + k, s0);
      s1 = product(a, aAt + k + LANES, b, bAt + k + LANES, s1);
      s2 = product(a, aAt + k + 2 * LANES, b, bAt + k + 2 * LANES, s2);
      s3 = product(a, aAt + k + 3 * LANES, b, bAt + k + 3 * LANES, s3);
    }
    for (; k <= terms - LANES; k += LANES) {
      s0 = product(a, aAt + k, b, bAt + k, s0);
    }
    float sum = LaneSum.of(s0.add(s1).add(s2.add(s3)));
    for (; k < terms; k++) {
      sum = Math.fma(a[aAt + k], b[bAt + k], sum);
    }
    return sum;
  }

  private static FloatVector product(float[] a, int aAt, float[] b, int bAt, FloatVector sum) {
    return FloatVector.fromArray(SPECIES, a, aAt).fma(FloatVector.fromArray(SPECIES, b, bAt), sum);
  }
}
