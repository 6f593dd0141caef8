package org.tornadonn.exec.tornado;

/** Chooses tilings. */
interface Tilings {

  /** The tiling for a product, whatever tiling it has. */
  Tiling of(TiledProduct product);
}
