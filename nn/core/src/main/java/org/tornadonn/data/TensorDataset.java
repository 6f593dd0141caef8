package org.tornadonn.data;

/**
 * Samples that a program has in arrays.
 *
 * @param x the inputs, one after the other; not copied
 * @param y the targets, one after the other; not copied
 * @param size the number of samples
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.TensorDataset">PyTorch</a>
 */
public record TensorDataset(float[] x, float[] y, int size) implements Dataset {

  /**
   * Checks that every sample has as many numbers as the others.
   *
   * @throws IllegalArgumentException if not
   */
  public TensorDataset {
    if (size < 1 || x.length % size != 0 || y.length % size != 0) {
      throw new IllegalArgumentException(
          "%,d numbers of inputs and %,d of targets cannot be shared out evenly among %,d samples."
              .formatted(x.length, y.length, size));
    }
  }

  @Override
  public int inputLength() {
    return x.length / size;
  }

  @Override
  public int targetLength() {
    return y.length / size;
  }

  @Override
  public void read(int index, int epoch, float[] to, int xAt, float[] right, int yAt) {
    System.arraycopy(x, index * inputLength(), to, xAt, inputLength());
    System.arraycopy(y, index * targetLength(), right, yAt, targetLength());
  }

  @Override
  public Fingerprint fingerprint() {
    return Fingerprint.of(this).with(Fingerprint.CELLS, new Sum().add(x).add(y));
  }

  /** How many samples of how many numbers. */
  @Override
  public String toString() {
    return "TensorDataset of %,d samples: %,d numbers and a target of %,d"
        .formatted(size, inputLength(), targetLength());
  }
}
