package org.tornadonn.data;

/**
 * Generated rows of numbers in classes: the rows of a class lie normally distributed around its
 * centre, and all centres are equally far from each other.
 *
 * <p>A row is a pure function of the seed and its index, so a larger set begins with the rows of a
 * smaller one. The target is the class, counted from 0.
 */
public final class ClusterDataset implements Dataset {

  /** Standard deviation of the rows around their centre. */
  private static final double SPREAD = 0.6;

  /** Between two centres: so near that a few rows lie closer to another class than to their own. */
  private static final double DISTANCE = 3.6 * SPREAD;

  private static final int CENTRES = -1;

  private final int size;
  private final long seed;
  private final double[][] centres;

  /**
   * Describes the rows; none of them is kept.
   *
   * @param size the number of rows
   * @param features the numbers in a row
   * @param classes at least 2, and no more than features
   * @param seed decides the rows
   */
  public ClusterDataset(int size, int features, int classes, long seed) {
    if (size < 1 || classes < 2 || classes > features) {
      throw new IllegalArgumentException(
          "Clusters need at least one row and 2 to %d classes of %d features, not %d rows and %d classes."
              .formatted(features, features, size, classes));
    }
    this.size = size;
    this.seed = seed;
    this.centres = centres(new CounterRandom(seed, CENTRES), features, classes);
  }

  /** Random directions, made orthogonal by Gram and Schmidt, so that centres are equally far. */
  private static double[][] centres(CounterRandom random, int features, int classes) {
    var centres = new double[classes][features];
    for (int c = 0; c < classes; c++) {
      var centre = centres[c];
      for (int f = 0; f < features; f++) {
        centre[f] = random.gaussian();
      }
      for (int other = 0; other < c; other++) {
        double share = dot(centre, centres[other]) / dot(centres[other], centres[other]);
        for (int f = 0; f < features; f++) {
          centre[f] -= share * centres[other][f];
        }
      }
      double scale = DISTANCE / Math.sqrt(2 * dot(centre, centre));
      for (int f = 0; f < features; f++) {
        centre[f] *= scale;
      }
    }
    return centres;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int inputLength() {
    return centres[0].length;
  }

  @Override
  public int targetLength() {
    return 1;
  }

  @Override
  public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
    var random = new CounterRandom(seed, index);
    int label = random.below(centres.length);
    for (int f = 0; f < centres[label].length; f++) {
      x[xAt + f] = (float) (centres[label][f] + SPREAD * random.gaussian());
    }
    y[yAt] = label;
  }

  @Override
  public DatasetSource source() {
    int rows = size;
    int features = centres[0].length;
    int classes = centres.length;
    long drawn = seed;
    return () -> new ClusterDataset(rows, features, classes, drawn);
  }
}
