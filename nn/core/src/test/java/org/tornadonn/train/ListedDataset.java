package org.tornadonn.train;

import org.tornadonn.data.Dataset;

/** Samples that a test lists: inputs and targets, one after the other. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ListedDataset(float[] x, float[] y, int inputLength, int targetLength) implements Dataset {

  @Override
  public int size() {
    return y.length / targetLength;
  }

  @Override
  public void read(int index, int epoch, float[] to, int xAt, float[] right, int yAt) {
    System.arraycopy(x, index * inputLength, to, xAt, inputLength);
    System.arraycopy(y, index * targetLength, right, yAt, targetLength);
  }
}
