package org.tornadonn.exec.jvm.plain;

import java.util.Arrays;

/**
 * Matrix products in plain Java that C2 turns into vector instructions by itself: for JVMs that run
 * without the Vector API.
 *
 * <p>C2 does so if every row is an array of its own and all are read at the same index, and if
 * products and sums are written as {@link Math#fma}: with {@code *} and {@code +} it was seen not
 * to. On CPUs without such an instruction {@code fma} is done in software, a thousand times as
 * slowly.
 */
final class Product {

  /** Rows of a, and of b, that are taken together. */
  static final int SIDE = 4;

  private Product() {}

  /** The next multiple of {@link #SIDE}. */
  static int side(int size) {
    return Math.ceilDiv(size, SIDE) * SIDE;
  }

  /**
   * {@code c[r][j] += Σ(k < depth) a[aAt + r · aRow + k] · b[bAt + k][j]} for {@code r < rows} and
   * {@code j < n}.
   *
   * @param b rows of n; up to {@link #SIDE} − 1 rows behind the last are set to 0 where {@code
   *     depth} is no multiple of that
   * @param c rows of n, a multiple of {@link #SIDE} of them
   */
  static void add(
      float[] a, int aAt, int aRow, int rows, int depth, float[][] b, int bAt, float[][] c, int n) {
    for (int k = depth; k < side(depth); k++) {
      Arrays.fill(b[bAt + k], 0, n, 0);
    }
    float[] f = new float[SIDE * SIDE];
    for (int r = 0; r < rows; r += SIDE) {
      for (int k = 0; k < depth; k += SIDE) {
        for (int i = 0; i < SIDE * SIDE; i++) {
          int row = r + i / SIDE;
          int column = k + i % SIDE;
          f[i] = row < rows && column < depth ? a[aAt + row * aRow + column] : 0;
        }
        int from = bAt + k;
        add(
            f,
            b[from],
            b[from + 1],
            b[from + 2],
            b[from + 3],
            c[r],
            c[r + 1],
            c[r + 2],
            c[r + 3],
            n);
      }
    }
  }

  private static void add(
      float[] f,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      int n) {
    float a00 = f[0];
    float a01 = f[1];
    float a02 = f[2];
    float a03 = f[3];
    float a10 = f[4];
    float a11 = f[5];
    float a12 = f[6];
    float a13 = f[7];
    float a20 = f[8];
    float a21 = f[9];
    float a22 = f[10];
    float a23 = f[11];
    float a30 = f[12];
    float a31 = f[13];
    float a32 = f[14];
    float a33 = f[15];
    for (int j = 0; j < n; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      c0[j] = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      c1[j] = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
      c2[j] = Math.fma(a23, x3, Math.fma(a22, x2, Math.fma(a21, x1, Math.fma(a20, x0, c2[j]))));
      c3[j] = Math.fma(a33, x3, Math.fma(a32, x2, Math.fma(a31, x1, Math.fma(a30, x0, c3[j]))));
    }
  }
}
