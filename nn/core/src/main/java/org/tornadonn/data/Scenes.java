package org.tornadonn.data;

/**
 * Upright pictures that are drawn, not photographed: outdoor scenes and pages of text. What is up
 * can be told from their content, and only roughly from which half is brighter: one sky in five is
 * darker than its ground, three pages in ten are white on black, and light falls from any side.
 */
public final class Scenes {

  private static final double PAGES = 0.45;
  private static final double WHITE_ON_BLACK = 0.3; // of the pages

  private Scenes() {}

  /**
   * Draws one upright scene: a pure function of seed, index and size. Another size draws the same
   * scene in more or less detail.
   *
   * @param seed of the whole series
   * @param index which scene of the series
   * @param size the side in pixels, at least 1
   * @return a picture of {@code size} × {@code size}
   */
  public static GrayImage draw(long seed, int index, int size) {
    if (size < 1) {
      throw new IllegalArgumentException("A scene has at least 1 pixel, not " + size);
    }
    var random = new CounterRandom(seed, index);
    var canvas = new Canvas(size);
    if (random.chance(PAGES)) {
      PageScene.draw(canvas, random);
      if (random.chance(WHITE_ON_BLACK)) {
        canvas.invert();
      }
    } else {
      OutdoorScene.draw(canvas, random);
    }
    canvas.light(random.uniform(-0.25, 0.25), random.uniform(-0.3, 0.2));
    canvas.contrast(random.uniform(0.85, 1.15), random.uniform(-0.05, 0.05));
    return canvas.picture();
  }
}
