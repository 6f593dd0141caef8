package org.tornadonn.exec.jvm.expression;

import static org.tornadonn.exec.jvm.tile.Tile.LANES;

import org.jspecify.annotations.Nullable;

/**
 * A loop that computes one element after the other until its vectors are compiled. Before, each
 * vector is an object, and an element of a longer expression takes a hundred times as long; to
 * compile them takes tenths of a second, which pays only for a loop of many millions of elements.
 * So the first millions get no vectors, and then a few do, for the JIT compiler to learn of them.
 * Both give the same bits: it does not matter which of them computes what.
 */
final class WarmingLoop implements Stretch {

  /** Short, since calls are what the JIT compiler counts. */
  private static final int STRIP = 64;

  /** Strips before the first one of vectors: about as long as it takes to compile those. */
  private static final int FIRST = 1 << 17;

  /** One of so many strips is one of vectors, until the JIT compiler knows of them. */
  private static final int SHARE = 8;

  /** Strips until then. */
  private static final int KNOWN = FIRST + (1 << 17);

  /** One of so many strips is one of vectors while they are being compiled. */
  private static final int LOOK = 128;

  /** By how much vectors have to be faster, and how often in a row, to be taken for compiled. */
  private static final int FASTER = 2;

  private static final int IN_A_ROW = 3;

  /** Strips after which vectors are taken, even if nothing can be seen of their speed. */
  private static final int MOST = 1 << 23;

  private final Expression expression;
  private final Stretch floats;

  private volatile @Nullable Stretch vectors;
  private volatile boolean isWarm;

  // Several threads may count at once. That they lose some strips does not matter.
  private int strips;
  private int inARow;
  private double elementTime;

  WarmingLoop(Expression expression) {
    this.expression = expression;
    this.floats = LoopClass.ofFloats(expression);
  }

  @Override
  public void run(float[][] arrays, int[] at, int from, int to) {
    int whole = to - (to - from) % LANES;
    int i = from;
    while (i < whole && !isWarm) {
      int end = Math.min(i + STRIP, whole);
      strip(arrays, at, i, end);
      i = end;
    }
    if (i < whole) {
      vectors().run(arrays, at, i, whole);
    }
    if (whole < to) {
      floats.run(arrays, at, whole, to);
    }
  }

  /** Whether all that is left is done with vectors. */
  boolean isWarm() {
    return isWarm;
  }

  private void strip(float[][] arrays, int[] at, int from, int to) {
    strips++;
    int turn = strips % (strips < KNOWN ? SHARE : LOOK);
    if (strips < FIRST || turn > 1) {
      floats.run(arrays, at, from, to);
      return;
    }
    boolean isOfVectors = turn == 1;
    var stretch = isOfVectors ? vectors() : floats;
    long start = System.nanoTime();
    stretch.run(arrays, at, from, to);
    double time = (double) (System.nanoTime() - start) / (to - from);
    if (isOfVectors) {
      inARow = FASTER * time < elementTime ? inARow + 1 : 0;
      isWarm = inARow >= IN_A_ROW || strips > MOST;
    } else {
      elementTime = time;
    }
  }

  private Stretch vectors() {
    var there = vectors;
    return there == null ? made() : there;
  }

  private synchronized Stretch made() {
    var there = vectors;
    if (there == null) {
      there = LoopClass.ofVectors(expression);
      vectors = there;
    }
    return there;
  }
}
