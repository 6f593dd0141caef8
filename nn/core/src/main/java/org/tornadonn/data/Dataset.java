package org.tornadonn.data;

/**
 * An indexed set of samples, each an input and a target of fixed length.
 *
 * <p>What {@link #read} writes is a pure function of the index and the epoch (and of the files or
 * the seed behind the set), so any number of threads may read, in any order, and a run can be
 * repeated. The same sample may look different in another epoch: that is where augmentation lives.
 */
public interface Dataset {

  /**
   * The number of samples.
   *
   * @return at least 1
   */
  int size();

  /**
   * What people call a sample: its file, or its number counted from 1.
   *
   * @param index which sample, from 0
   * @return a name for messages and reports
   */
  default String name(int index) {
    return "sample " + (index + 1);
  }

  /**
   * The number of floats of one input.
   *
   * @return the same for all samples
   */
  int inputLength();

  /**
   * The number of floats of one target.
   *
   * @return the same for all samples
   */
  int targetLength();

  /**
   * Writes one sample.
   *
   * @param index which sample, from 0 to {@code size() - 1}
   * @param epoch the pass over the data, from 0; decides the augmentation
   * @param x receives {@code inputLength()} floats from {@code xAt} on
   * @param xAt where the input begins in x
   * @param y receives {@code targetLength()} floats from {@code yAt} on
   * @param yAt where the target begins in y
   * @throws DataException if the sample cannot be read; the message names it
   */
  void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt);

  /**
   * What the set is like now, without reading much of it: a training that goes on compares it with
   * what it was. By default, the number of samples and their names.
   *
   * @return check sums of its parts
   */
  default Fingerprint fingerprint() {
    return Fingerprint.of(this);
  }

  /**
   * What it takes to open the same set on another machine.
   *
   * @return what can be sent there
   * @throws DataException if it cannot be opened elsewhere
   */
  default DatasetSource source() {
    throw new DataException(
        "%s cannot be opened on other machines: let it implement Dataset.source()"
            .formatted(getClass().getSimpleName()));
  }
}
