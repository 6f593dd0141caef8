package org.tornadonn.data;

import java.util.Arrays;

/**
 * Some samples of a set, in a given order.
 *
 * @param data where the samples come from
 * @param indices which of them, each from 0 to {@code data.size() - 1}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; not copied, so leave the array alone
public record Subset(Dataset data, int[] indices) implements Dataset {

  /**
   * Checks the indices.
   *
   * @throws IllegalArgumentException if one of them is no sample
   */
  public Subset {
    for (int index : indices) {
      if (index < 0 || index >= data.size()) {
        throw new IllegalArgumentException(
            "There is no sample %d among %d".formatted(index, data.size()));
      }
    }
  }

  /**
   * Two parts of a set that share no sample.
   *
   * @param training at least one sample
   * @param validation at least one sample
   */
  public record Split(Subset training, Subset validation) {}

  /**
   * Splits a set at random, the same way for the same size and seed.
   *
   * @param data where the samples come from
   * @param validationFraction which part is kept for validation, in (0, 1); rounded, but at least
   *     one sample goes to either side
   * @param seed decides which samples go where
   * @return both parts
   * @throws DataException if the set has fewer than two samples
   */
  public static Split split(Dataset data, double validationFraction, long seed) {
    if (!(validationFraction > 0 && validationFraction < 1)) {
      throw new IllegalArgumentException(
          "The part kept for validation lies between 0 and 1, not at " + validationFraction);
    }
    int size = data.size();
    if (size < 2) {
      throw new DataException(
          "%d samples cannot be split into training and validation: at least 2 are needed"
              .formatted(size));
    }
    int validation = Math.clamp(Math.round(size * validationFraction), 1, size - 1);
    int[] order = new CounterRandom(seed, size).permutation(size);
    return new Split(
        new Subset(data, Arrays.copyOfRange(order, validation, size)),
        new Subset(data, Arrays.copyOf(order, validation)));
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public String name(int index) {
    return data.name(indices[index]);
  }

  @Override
  public int inputLength() {
    return data.inputLength();
  }

  @Override
  public int targetLength() {
    return data.targetLength();
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    data.read(indices[index], epoch, x, xAt, y, yAt);
  }

  /** What all of the set is like, and which samples of it were chosen. */
  @Override
  public Fingerprint fingerprint() {
    return data.fingerprint().with(Fingerprint.CHOICE, new Sum().add(indices));
  }

  @Override
  public DatasetSource source() {
    var of = data.source();
    int[] which = indices;
    return () -> new Subset(of.open(), which);
  }
}
