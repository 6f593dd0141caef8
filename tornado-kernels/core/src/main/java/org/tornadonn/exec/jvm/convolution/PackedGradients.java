package org.tornadonn.exec.jvm.convolution;

import static org.tornadonn.exec.jvm.tile.Tile.ROWS;

import java.util.Arrays;
import org.tornadonn.exec.jvm.tile.Band;
import org.tornadonn.exec.jvm.tile.Band.Piece;
import org.tornadonn.exec.jvm.tile.Tile;
import org.tornadonn.op.convolution.Conv2dWeightGradient;

/**
 * The gradients of a convolution's outputs, as a matrix: a row is an output channel, a column a
 * position of a {@link Band}, zero where the band has waste.
 */
record PackedGradients(Conv2dWeightGradient kernel, Band band) {

  /**
   * Packs the gradients of some channels.
   *
   * @param row from one row to the next, at least the piece's positions
   */
  void pack(Piece piece, int channel, int channels, int row, float[] packed) {
    var s = kernel.sizes();
    Arrays.fill(packed, 0, channels * row, 0);
    for (int c = 0; c < channels; c++) {
      for (int image = piece.image(); image < piece.last(); image++) {
        int from = ((image * s.co() + channel + c) * s.ho() + piece.row()) * s.wo();
        int to = c * row + (image - piece.image()) * band.cell();
        for (int r = 0; r < piece.rows(); r++) {
          System.arraycopy(kernel.dy(), from + r * s.wo(), packed, to + r * band.pitch(), s.wo());
        }
      }
    }
  }

  /**
   * Packs the gradients of some channels, {@link Tile#ROWS} of them side by side at every position.
   *
   * @param positions those of the piece
   */
  void packSideBySide(Piece piece, int channel, int channels, int positions, float[] packed) {
    var s = kernel.sizes();
    Arrays.fill(packed, 0, Tile.rows(channels) * positions, 0);
    for (int first = 0; first < channels; first += ROWS) {
      int behind = Math.min(first + ROWS, channels);
      for (int image = piece.image(); image < piece.last(); image++) {
        int at = first * positions + (image - piece.image()) * band.cell() * ROWS;
        for (int r = 0; r < piece.rows(); r++) {
          for (int c = first; c < behind; c++) {
            int from = ((image * s.co() + channel + c) * s.ho() + piece.row() + r) * s.wo();
            int to = at + r * band.pitch() * ROWS + c - first;
            for (int j = 0; j < s.wo(); j++) {
              packed[to + j * ROWS] = kernel.dy()[from + j];
            }
          }
        }
      }
    }
  }
}
