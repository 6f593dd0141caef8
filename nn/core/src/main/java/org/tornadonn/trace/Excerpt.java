package org.tornadonn.trace;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.layer.Tensor;

/**
 * A few numbers of many, laid out as they lie in the whole.
 *
 * @param of where they were taken: {@code first rows}
 */
record Excerpt(String of, List<List<Float>> rows) {

  private static final int ROWS = 3;
  private static final int COLUMNS = 10;

  /** The first rows of a table; of pictures the middle of the first channel. */
  static Excerpt of(Tensor tensor) {
    var shape = tensor.shape();
    int columns = shape.rank() == 0 ? 1 : shape.dim(-1);
    int width = Math.min(COLUMNS, columns);
    if (shape.rank() < 4) {
      int height = Math.min(ROWS, shape.size() / columns);
      return new Excerpt(
          height == 1 ? "first row" : "first rows", rows(tensor, columns, 0, 0, height, width));
    }
    int height = Math.min(ROWS, shape.dim(-2));
    int top = (shape.dim(-2) - height) / 2;
    int left = (columns - width) / 2;
    return new Excerpt("middle of channel 0", rows(tensor, columns, top, left, height, width));
  }

  private static List<List<Float>> rows(
      Tensor tensor, int columns, int top, int left, int height, int width) {
    var rows = new ArrayList<List<Float>>();
    for (int y = top; y < top + height; y++) {
      var row = new ArrayList<Float>();
      for (int x = left; x < left + width; x++) {
        row.add(tensor.values()[y * columns + x]);
      }
      rows.add(row);
    }
    return rows;
  }
}
