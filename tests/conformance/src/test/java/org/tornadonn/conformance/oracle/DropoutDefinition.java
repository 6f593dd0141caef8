package org.tornadonn.conformance.oracle;

/** {@code y = x · mask / (1 − p)} with the mask of a 32-bit hash in Java's own arithmetic. */
final class DropoutDefinition implements Definition {

  private final double p;
  private final int layer;

  DropoutDefinition(double p, int layer) {
    this.p = p;
    this.layer = layer;
  }

  private static int mix(int value) {
    int h = value;
    h = (h ^ (h >>> 16)) * 0x7feb352d;
    h = (h ^ (h >>> 15)) * 0x846ca68b;
    return h ^ (h >>> 16);
  }

  private double factor(double[] key, int i) {
    int low = ((int) key[1] << 16) | (int) key[0];
    int high = ((int) key[3] << 16) | (int) key[2];
    int hash = mix(mix(i ^ low) ^ high ^ layer);
    return (hash >>> 8) * 0x1p-24 < p ? 0 : 1 / (1 - p);
  }

  private double[] scaled(double[] values, double[] key) {
    var scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factor(key, i) + 0.0; // no −0
    }
    return scaled;
  }

  @Override
  public double[] forward(double[][] in) {
    return scaled(in[0], in[1]);
  }

  @Override
  public double[][] backward(double[][] in, double[] dy) {
    return new double[][] {scaled(dy, in[1]), {}};
  }

  @Override
  public Sum result(double[][] in) {
    return new Sum(1, Sum.magnitude(in[0]));
  }

  @Override
  public Sum gradient(int input, double[][] in, double[] dy) {
    return new Sum(1, Sum.magnitude(dy));
  }
}
