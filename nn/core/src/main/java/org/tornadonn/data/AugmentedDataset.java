package org.tornadonn.data;

/**
 * Square pictures with (sin, cos) targets, made more varied for training: turned by a random
 * multiple of 90° (exact, and the answer turns with them), with a random contrast and brightness. A
 * pure function of seed, epoch and index.
 *
 * @param data inputs of a square number of values in [0, 1], targets of two
 * @param seed decides what happens to which picture in which epoch
 */
public record AugmentedDataset(Dataset data, long seed) implements Dataset {

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if inputs are not square, or targets not two numbers
   */
  public AugmentedDataset {
    int side = (int) Math.sqrt(data.inputLength());
    if (side * side != data.inputLength() || data.targetLength() != 2) {
      throw new IllegalArgumentException(
          "Only square pictures with (sin, cos) targets can be turned, not %d values with %d"
              .formatted(data.inputLength(), data.targetLength()));
    }
  }

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
    float[] stored = new float[inputLength()];
    data.read(index, epoch, stored, 0, y, yAt);
    var random = new CounterRandom(seed, epoch, index);
    int side = (int) Math.sqrt(inputLength());
    int turns = random.below(4);
    GrayImage turned = Rotation.quarterTurns(new GrayImage(side, side, stored), turns);
    for (int i = 0; i < turns; i++) { // sin(a + 90°) = cos a, cos(a + 90°) = −sin a
      float sin = y[yAt];
      y[yAt] = y[yAt + 1];
      y[yAt + 1] = -sin;
    }
    float contrast = (float) random.uniform(0.9, 1.1);
    float brightness = 0.5f + (float) random.uniform(-0.05, 0.05);
    for (int i = 0; i < stored.length; i++) {
      x[xAt + i] = Math.clamp((turned.pixels()[i] - 0.5f) * contrast + brightness, 0f, 1f);
    }
  }

  @Override
  public Fingerprint fingerprint() {
    return data.fingerprint();
  }

  @Override
  public DatasetSource source() {
    var of = data.source();
    long drawn = seed;
    return () -> new AugmentedDataset(of.open(), drawn);
  }
}
