package org.tornadonn.exec.jvm;

/**
 * Working memory of one thread, kept from loop to loop. Its arrays hold a band of an image or a
 * block of weights, whatever the batch, and what is left of the last loop.
 */
final class Scratch {

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private float[] band = new float[0];
  private float[] columns = new float[0];
  private float[] sums = new float[0];

  private Scratch() {}

  static Scratch ofThread() {
    return OF_THREAD.get();
  }

  /** An array of at least the given size for what is read at many offsets. */
  float[] band(int size) {
    if (band.length < size) {
      band = new float[size];
    }
    return band;
  }

  /** An array of at least the given size for what is read vector by vector. */
  float[] columns(int size) {
    if (columns.length < size) {
      columns = new float[size];
    }
    return columns;
  }

  /** An array of at least the given size for results in the making. */
  float[] sums(int size) {
    if (sums.length < size) {
      sums = new float[size];
    }
    return sums;
  }
}
