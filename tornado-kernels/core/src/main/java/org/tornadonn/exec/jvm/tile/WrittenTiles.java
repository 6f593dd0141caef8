package org.tornadonn.exec.jvm.tile;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** The loops of tiles, each written when it is first asked for. */
final class WrittenTiles {

  private static final int MOST_ROWS = 8;
  private static final int MOST_VECTORS = 4;

  private static final AtomicReferenceArray<TileLoops> TILES =
      new AtomicReferenceArray<>(MOST_ROWS * MOST_VECTORS);

  private WrittenTiles() {}

  /** The loops of a tile of up to eight rows and four vectors. */
  static TileLoops of(int rows, int vectors) {
    int at = (rows - 1) * MOST_VECTORS + vectors - 1;
    var tile = TILES.get(at);
    if (tile == null) {
      // Two threads may both write it: either is as good.
      tile = TileClass.of(rows, vectors);
      TILES.set(at, tile);
    }
    return tile;
  }
}
