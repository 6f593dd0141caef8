package org.tornadonn.exec.jvm.linear;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.tornadonn.exec.jvm.tile.Tile.DEPTH;
import static org.tornadonn.exec.jvm.tile.Tile.LANES;
import static org.tornadonn.exec.jvm.tile.Tile.ROWS;
import static org.tornadonn.exec.jvm.tile.Tile.WIDTH;

import java.lang.foreign.MemorySegment;
import org.tornadonn.exec.jvm.elementwise.Rows;
import org.tornadonn.exec.jvm.elementwise.VectorReLU;
import org.tornadonn.exec.jvm.tile.Scratch;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.linear.Factor;
import org.tornadonn.op.linear.MatMulForward;
import org.tornadonn.plan.Loop;

/**
 * {@link MatMulForward} tile by tile; one index is some rows times some columns of one product. The
 * columns are packed for the rows that meet them, and the rows too where they are transposed.
 */
record VectorMatMul(MatMulForward kernel) implements Loop {

  /** So many rows are worth packing the columns for. */
  private static final int SOME = 128;

  /** So many columns are worth packing transposed rows for. */
  private static final int COLUMNS = 8 * WIDTH;

  /** Rows or columns that are transposed together. */
  private static final int BLOCK = 16;

  private int rowBlocks() {
    return Math.ceilDiv(kernel.m(), SOME);
  }

  private int columnBlocks() {
    return Math.ceilDiv(kernel.n(), COLUMNS);
  }

  /** The vector products of an index. */
  long work() {
    long rows = Math.min(kernel.m(), SOME);
    return rows * kernel.k() * Math.min(Tile.width(kernel.n()), COLUMNS) / LANES;
  }

  @Override
  public int size() {
    return kernel.size() / (kernel.m() * kernel.n()) * rowBlocks() * columnBlocks();
  }

  @Override
  public void run(int from, int to) {
    for (int i = from; i < to; i++) {
      int block = i % (rowBlocks() * columnBlocks());
      int product = i / (rowBlocks() * columnBlocks());
      int row = block / columnBlocks() * SOME;
      int column = block % columnBlocks() * COLUMNS;
      for (int k = 0; k < kernel.k(); k += DEPTH) {
        block(product, row, column, k, Math.min(DEPTH, kernel.k() - k));
      }
    }
  }

  /** Adds some terms to an index's results. */
  private void block(int product, int row, int column, int term, int terms) {
    int rows = Math.min(SOME, kernel.m() - row);
    int end = Math.min(column + COLUMNS, kernel.n());
    var scratch = Scratch.ofThread();
    MemorySegment columns = scratch.columns(WIDTH * DEPTH);
    float[] sums = scratch.sums(ROWS * WIDTH);
    float[] some = scratch.blocks(BLOCK * WIDTH);
    var a = kernel.a();
    float[] factors = a.array();
    int at = a.at() + product * a.step() + row * a.row() + term * a.column();
    int step = a.row();
    if (a.column() != 1) {
      factors = scratch.factors(SOME * DEPTH);
      transpose(a, at, rows, terms, factors);
      at = 0;
      step = terms;
    }
    for (int j = column; j < end; j += WIDTH) {
      int width = Math.min(WIDTH, end - j);
      pack(product, j, width, term, terms, some, columns);
      for (int r = 0; r < rows; r += ROWS) {
        int few = Math.min(ROWS, rows - r);
        int from = at + r * step;
        Tile.multiply(terms, few, factors, from, step, columns, 0, sums, 0, WIDTH, false);
        store(sums, product, row + r, few, j, width, term > 0);
      }
    }
  }

  /** Brings the terms of each row side by side. */
  private static void transpose(Factor a, int at, int rows, int terms, float[] factors) {
    for (int r = 0; r < rows; r += BLOCK) {
      int last = Math.min(r + BLOCK, rows);
      for (int k = 0; k < terms; k++) {
        int from = at + k * a.column();
        for (int i = r; i < last; i++) {
          factors[i * terms + k] = a.array()[from + i * a.row()];
        }
      }
    }
  }

  /** Brings the columns of a tile side by side, term by term. */
  private void pack(
      int product, int j, int width, int term, int terms, float[] some, MemorySegment columns) {
    var b = kernel.b();
    int from = b.at() + product * b.step() + j * b.column() + term * b.row();
    if (b.column() == 1) {
      for (int k = 0; k < terms; k++) {
        long to = (long) k * WIDTH * Float.BYTES;
        MemorySegment.copy(b.array(), from + k * b.row(), columns, JAVA_FLOAT, to, width);
      }
      return;
    }
    for (int k = 0; k < terms; k += BLOCK) {
      int depth = Math.min(BLOCK, terms - k);
      for (int lane = 0; lane < width; lane++) {
        int at = from + lane * b.column() + k * b.row();
        for (int i = 0; i < depth; i++) {
          some[i * WIDTH + lane] = b.array()[at + i * b.row()];
        }
      }
      long to = (long) k * WIDTH * Float.BYTES;
      MemorySegment.copy(some, 0, columns, JAVA_FLOAT, to, depth * WIDTH);
    }
  }

  private void store(
      float[] sums, int product, int row, int rows, int column, int width, boolean add) {
    for (int r = 0; r < rows; r++) {
      int to = (product * kernel.m() + row + r) * kernel.n() + column;
      if (add) {
        Rows.add(sums, r * WIDTH, kernel.y(), to, width);
      } else {
        Rows.copy(sums, r * WIDTH, 0, VectorReLU.floor(false), kernel.y(), to, width, width);
      }
    }
  }
}
