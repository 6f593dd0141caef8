package org.tornadonn.exec.jvm.linear;

import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.linear.MatMulForward;
import org.tornadonn.plan.Loop;

/**
 * Which loop computes a {@link MatMulForward}: tiles are for matrices; a row, a column, or a single
 * term of each sum would leave most of a tile empty.
 *
 * @param work the vector products of an index
 */
public record VectorProducts(Loop loop, long work) {

  /** The loop for a product. */
  public static VectorProducts of(MatMulForward kernel) {
    var row = kernel.n() == 1 && kernel.m() > 1 ? kernel.transposed() : kernel;
    var column = kernel.m() == 1 && kernel.n() > 1 ? kernel.transposed() : kernel;
    if (VectorDots.suits(column)) {
      return new VectorProducts(new VectorDots(column), Math.ceilDiv(kernel.k(), Tile.LANES));
    }
    if (VectorRowSums.suits(row)) {
      var sums = new VectorRowSums(row);
      return new VectorProducts(sums, sums.work());
    }
    var tiles = new VectorMatMul(kernel);
    return new VectorProducts(tiles, tiles.work());
  }
}
