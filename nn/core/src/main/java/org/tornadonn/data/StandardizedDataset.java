package org.tornadonn.data;

/**
 * A set whose inputs are standardized as they are read.
 *
 * @param data where the samples come from
 * @param standardization its groups divide the inputs of the data into parts of equal length
 */
public record StandardizedDataset(Dataset data, Standardization standardization)
    implements Dataset {

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public String name(int index) {
    return data.name(index);
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
    data.read(index, epoch, x, xAt, y, yAt);
    standardization.apply(x, xAt, inputLength());
  }

  @Override
  public Fingerprint fingerprint() {
    return data.fingerprint();
  }

  @Override
  public DatasetSource source() {
    var of = data.source();
    var mean = standardization.mean();
    var deviation = standardization.deviation();
    return () -> new StandardizedDataset(of.open(), new Standardization(mean, deviation));
  }
}
