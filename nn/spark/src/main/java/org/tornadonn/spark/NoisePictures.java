package org.tornadonn.spark;

import org.tornadonn.data.Dataset;
import org.tornadonn.data.DatasetSource;

/** Grey pictures of nothing, for measurements; they cost next to nothing to read. */
record NoisePictures(int size, int inputLength) implements Dataset {

  @Override
  public int targetLength() {
    return 2;
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    int state = index + 1;
    for (int i = 0; i < inputLength; i++) {
      state = state * 1_664_525 + 1_013_904_223;
      x[xAt + i] = (state >>> 8) * 0x1p-24f;
    }
    y[yAt] = 0;
    y[yAt + 1] = 1;
  }

  @Override
  public DatasetSource source() {
    int count = size;
    int length = inputLength;
    return () -> new NoisePictures(count, length);
  }
}
