package org.tornadonn.exec.tornado.tiled;

import static org.tornadonn.exec.tornado.tiled.ConvolutionMatrix.FORWARD;
import static org.tornadonn.exec.tornado.tiled.ConvolutionMatrix.FORWARD_POOLED;
import static org.tornadonn.exec.tornado.tiled.ConvolutionMatrix.INPUT_GRADIENT;
import static org.tornadonn.exec.tornado.tiled.ConvolutionMatrix.WEIGHT_GRADIENT;

import uk.ac.manchester.tornado.api.KernelContext;

/**
 * What a work-item of a {@link TiledProduct} does.
 *
 * <p>While its group multiplies {@link Tiling#DEPTH} terms that lie in one half of local memory, it
 * fetches the next ones into registers, and then stores them in the other half. A sum is added up
 * in the order of its terms, whatever the tiles are.
 *
 * <p>TornadoVM makes wrong code of local memory that is passed to a method, so that all that reads
 * or writes it stands in one method here.
 */
final class TiledKernel {

  private TiledKernel() {}

  static void item(
      KernelContext context,
      float[] a,
      int aAt,
      float[] b,
      float[] bias,
      int option,
      float[] y,
      float[] tap,
      int how,
      int n,
      int ci,
      int image,
      int co,
      int k,
      int slide) {
    int kind = how & 3;
    int relu = how >> 2 & 1;
    int keep = how >> 3 & 1;
    int tiling = how >> 4;
    int pieces = tiling >> Tiling.BITS;
    int s = ConvolutionMatrix.stride(slide);
    int p = ConvolutionMatrix.padding(slide);
    int tileRows = Tiling.tileRows(tiling);
    int tileColumns = Tiling.tileColumns(tiling);
    int aStride = Tiling.stride(tileRows);
    int bStride = Tiling.stride(tileColumns);
    float[] aTile = context.allocateFloatLocalArray(2 * Tiling.DEPTH * aStride);
    float[] bTile = context.allocateFloatLocalArray(2 * Tiling.DEPTH * bStride);

    int rows = ConvolutionMatrix.rows(kind, ci, co);
    int columns = ConvolutionMatrix.columns(kind, n, ci, image, k, s, p);
    int down = (rows + tileRows - 1) / tileRows;
    int across = (columns + tileColumns - 1) / tileColumns;
    int tile = context.groupIdx % (down * across);
    int share = context.groupIdx / (down * across);
    int row = tile % down * tileRows;
    int column = tile / down * tileColumns;
    int terms = ConvolutionMatrix.terms(kind, n, ci, image, co, k, s, p);
    int partTerms = kind == WEIGHT_GRADIENT ? option : terms;
    int pieceTerms = (partTerms + pieces - 1) / pieces;
    int part = share / pieces * partTerms;
    int from = part + share % pieces * pieceTerms;
    int to = Math.min(Math.min(from + pieceTerms, part + partTerms), terms);

    int item = context.localIdx;
    int inRows = ConvolutionMatrix.resultInRows(kind, image, k, s, p);
    int itemRow = Tiling.VECTOR * Tiling.itemRow(item, tiling, inRows);
    int itemColumn = Tiling.VECTOR * Tiling.itemColumn(item, tiling, inRows);
    int aOrder = ConvolutionMatrix.leftInTerms(kind, image, k, s, p);
    int bOrder = ConvolutionMatrix.rightInTerms(kind, image, k, s, p);
    int aCount = Tiling.fetches(tileRows, tiling);
    int bCount = Tiling.fetches(tileColumns, tiling);
    int height = Tiling.itemRows(tiling);
    int width = Tiling.itemColumns(tiling);
    float[] aNext = new float[aCount];
    float[] bNext = new float[bCount];
    float[] left = new float[height];
    float[] right = new float[width];
    float[] sums = new float[height * width];
    for (int i = 0; i < height * width; i++) {
      sums[i] = 0;
    }
    fetchLeft(kind, a, aAt, ci, image, co, k, s, p, tiling, item, row, from, to, aNext);
    fetchRight(kind, b, n, ci, image, co, k, s, p, tiling, item, from, to, column, bNext);
    int half = 0;
    for (int begin = from; begin < to; begin += Tiling.DEPTH) {
      for (int l = 0; l < aCount; l++) {
        int at = Tiling.fetched(l, item, tileRows, tiling);
        int t = half + Tiling.term(at, tileRows, aOrder);
        aTile[t * aStride + Tiling.place(at, tileRows, aOrder)] = aNext[l];
      }
      for (int l = 0; l < bCount; l++) {
        int at = Tiling.fetched(l, item, tileColumns, tiling);
        int t = half + Tiling.term(at, tileColumns, bOrder);
        bTile[t * bStride + Tiling.place(at, tileColumns, bOrder)] = bNext[l];
      }
      context.localBarrier();
      int next = begin + Tiling.DEPTH;
      fetchLeft(kind, a, aAt, ci, image, co, k, s, p, tiling, item, row, next, to, aNext);
      fetchRight(kind, b, n, ci, image, co, k, s, p, tiling, item, next, to, column, bNext);
      for (int t = 0; t < Tiling.DEPTH; t++) {
        int aFrom = (half + t) * aStride + itemRow;
        int bFrom = (half + t) * bStride + itemColumn;
        for (int i = 0; i < height; i++) {
          left[i] = aTile[aFrom + Tiling.offset(i, Tiling.rows(tiling))];
        }
        for (int j = 0; j < width; j++) {
          right[j] = bTile[bFrom + Tiling.offset(j, Tiling.columns(tiling))];
        }
        for (int i = 0; i < height; i++) {
          for (int j = 0; j < width; j++) {
            sums[i * width + j] += left[i] * right[j];
          }
        }
      }
      half = Tiling.DEPTH - half;
    }
    int yAt = share * rows * columns;
    int pooled = kind == FORWARD_POOLED ? width : 0;
    for (int i = 0; i < height; i++) {
      for (int j = pooled; j < width; j++) {
        int r = row + itemRow + Tiling.offset(i, Tiling.rows(tiling));
        int c = column + itemColumn + Tiling.offset(j, Tiling.columns(tiling));
        if (r < rows && c < columns) {
          float sum = sums[i * width + j];
          int at = yAt + ConvolutionMatrix.result(kind, ci, image, co, k, s, p, r, c);
          float biased = kind == FORWARD && option >= 0 ? sum + bias[option + r] : sum;
          float result = relu > 0 ? positive(biased) : biased;
          y[at] = kind == INPUT_GRADIENT && option > 0 ? y[at] + sum : result;
        }
      }
      for (int j = 0; j < pooled; j += Tiling.VECTOR) {
        int r = row + itemRow + Tiling.offset(i, Tiling.rows(tiling));
        int c = column + itemColumn + Tiling.offset(j, Tiling.columns(tiling));
        if (r < rows && c < columns) {
          int winner = 0;
          float first = sums[i * width + j];
          float best = option >= 0 ? first + bias[option + r] : first;
          for (int l = 1; l < Tiling.VECTOR; l++) {
            float sum = sums[i * width + j + l];
            float biased = option >= 0 ? sum + bias[option + r] : sum;
            if (biased > best || Float.isNaN(biased)) {
              best = biased;
              winner = l;
            }
          }
          int at = ConvolutionMatrix.result(kind, ci, image, co, k, s, p, r, c);
          y[at] = relu > 0 ? positive(best) : best;
          if (keep > 0) {
            tap[at] = winner;
          }
        }
      }
    }
  }

  /** A ReLU that keeps NaN. */
  static float positive(float x) {
    return x > 0 || Float.isNaN(x) ? x : 0;
  }

  private static void fetchLeft(
      int kind,
      float[] a,
      int aAt,
      int ci,
      int image,
      int co,
      int k,
      int s,
      int p,
      int tiling,
      int item,
      int row,
      int from,
      int to,
      float[] next) {
    int tile = Tiling.tileRows(tiling);
    int order = ConvolutionMatrix.leftInTerms(kind, image, k, s, p);
    for (int l = 0; l < Tiling.fetches(tile, tiling); l++) {
      int at = Tiling.fetched(l, item, tile, tiling);
      int r = row + Tiling.place(at, tile, order);
      int t = from + Tiling.term(at, tile, order);
      next[l] = ConvolutionMatrix.left(kind, a, aAt, ci, image, co, k, s, p, r, t, to);
    }
  }

  private static void fetchRight(
      int kind,
      float[] b,
      int n,
      int ci,
      int image,
      int co,
      int k,
      int s,
      int p,
      int tiling,
      int item,
      int from,
      int to,
      int column,
      float[] next) {
    int tile = Tiling.tileColumns(tiling);
    int order = ConvolutionMatrix.rightInTerms(kind, image, k, s, p);
    for (int l = 0; l < Tiling.fetches(tile, tiling); l++) {
      int at = Tiling.fetched(l, item, tile, tiling);
      int t = from + Tiling.term(at, tile, order);
      int c = column + Tiling.place(at, tile, order);
      next[l] = ConvolutionMatrix.right(kind, b, n, ci, image, co, k, s, p, t, to, c);
    }
  }
}
