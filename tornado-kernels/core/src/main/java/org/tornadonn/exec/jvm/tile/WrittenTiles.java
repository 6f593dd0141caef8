package org.tornadonn.exec.jvm.tile;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** The loops of tiles, each written when it is first asked for. */
final class WrittenTiles {

  /** No tile has so many vectors. */
  private static final int VECTORS = 5;

  private static final AtomicReferenceArray<TileLoops> TILES =
      new AtomicReferenceArray<>((Tile.ROWS + 1) * VECTORS);

  private WrittenTiles() {}

  /** The loops of a tile of up to {@link Tile#ROWS} rows and up to four vectors. */
  static TileLoops of(int rows, int vectors) {
    int at = rows * VECTORS + vectors;
    var tile = TILES.get(at);
    if (tile == null) {
      // Two threads may both write it: either is as good.
      tile = TileClass.of(rows, vectors);
      TILES.set(at, tile);
    }
    return tile;
  }
}
