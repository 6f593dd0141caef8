package org.tornadonn.exec.tornado.tiled;

/** Chooses tilings. */
public interface Tilings {

  /** The tiling for a product, whatever tiling it has. */
  Tiling of(TiledProduct product);

  /** Those that are known already, and for other products those of another choice. */
  static Tilings known(TilingCache cache, Tilings other) {
    return product -> cache.find(product).orElseGet(() -> other.of(product));
  }
}
