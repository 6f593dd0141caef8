package org.tornadonn.data;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Values moved and scaled so that each channel of a picture, or each column of a row, has mean 0
 * and deviation 1 on the training data: {@code (x − mean) / deviation}.
 *
 * <p>As scikit-learn's {@code StandardScaler}: the deviation is that of the whole set, √(Σ(x −
 * mean)² / n), and a group of values that are all equal keeps its scale.
 *
 * @param mean one for each group: an input is cut into as many parts of equal length
 * @param deviation as many, each finite and above 0
 * @see <a
 *     href="https://scikit-learn.org/stable/modules/generated/sklearn.preprocessing.StandardScaler.html">StandardScaler</a>
 */
public record Standardization(List<Double> mean, List<Double> deviation) {

  private static final int BATCH = 64;

  /**
   * Checks and copies the numbers.
   *
   * @throws IllegalArgumentException if there are not as many means as deviations, or one is not
   *     finite, or a deviation not above 0
   */
  public Standardization {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.isEmpty()
        || mean.size() != deviation.size()
        || !mean.stream().allMatch(Double::isFinite)
        || !deviation.stream().allMatch(d -> d > 0 && Double.isFinite(d))) {
      throw new IllegalArgumentException(
          "As many means as deviations above 0 are needed, all finite, not %s and %s"
              .formatted(mean, deviation));
    }
  }

  /**
   * {@return that of ImageNet's pictures, of red, green and blue from 0 to 1: what torchvision's
   * trained networks expect}
   */
  public static Standardization imageNet() {
    return new Standardization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
  }

  /**
   * {@return what leaves values as they are}
   *
   * @param groups the channels or columns of an input
   */
  public static Standardization none(int groups) {
    return new Standardization(Collections.nCopies(groups, 0.0), Collections.nCopies(groups, 1.0));
  }

  /**
   * Measures a set as it is in epoch 0. In double precision, batch by batch in the set's order, so
   * that the number of workers changes nothing.
   *
   * @param data the training set
   * @param groups the channels or columns of an input
   * @param workers threads that read ahead; 0 reads in this thread
   * @return mean and deviation of each group
   * @throws DataException if a sample cannot be read
   * @see <a href="http://i.stanford.edu/pub/cstr/reports/cs/tr/79/773/CS-TR-79-773.pdf">Chan,
   *     Golub, LeVeque: Updating formulae and a pairwise algorithm for computing sample variances,
   *     1979</a>
   */
  public static Standardization of(Dataset data, int groups, int workers) {
    int length = data.inputLength() / groups;
    if (groups < 1 || length * groups != data.inputLength()) {
      throw new IllegalArgumentException(
          "%d values cannot be cut into %d groups".formatted(data.inputLength(), groups));
    }
    double[] mean = new double[groups];
    double[] squares = new double[groups];
    long count = 0;
    try (var batches = Batches.inOrder(data, BATCH, 0, workers)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        long added = (long) batch.count() * length;
        for (int group = 0; group < groups; group++) {
          var part = new Part(batch, group * length, length, data.inputLength());
          double partMean = part.sum() / added;
          double difference = partMean - mean[group];
          double total = count + added;
          squares[group] +=
              part.squares(partMean) + difference * difference * count * added / total;
          mean[group] += difference * added / total;
        }
        count += added;
      }
    }
    double[] deviation = new double[groups];
    for (int group = 0; group < groups; group++) {
      deviation[group] = deviation(squares[group] / count, mean[group], count);
    }
    return new Standardization(
        DoubleStream.of(mean).boxed().toList(), DoubleStream.of(deviation).boxed().toList());
  }

  /** 1 where the variance is no more than rounding can make of equal values. */
  private static double deviation(double variance, double mean, long count) {
    double epsilon = Math.ulp(1.0);
    double rounding = count * mean * epsilon;
    return variance <= count * epsilon * variance + rounding * rounding ? 1 : Math.sqrt(variance);
  }

  /** The values of one group in a batch. */
  private record Part(Batch batch, int from, int length, int stride) {

    double sum() {
      double sum = 0;
      for (int i = 0; i < batch.count(); i++) {
        for (int j = 0; j < length; j++) {
          sum += batch.x()[i * stride + from + j];
        }
      }
      return sum;
    }

    double squares(double centre) {
      double sum = 0;
      for (int i = 0; i < batch.count(); i++) {
        for (int j = 0; j < length; j++) {
          double difference = batch.x()[i * stride + from + j] - centre;
          sum += difference * difference;
        }
      }
      return sum;
    }
  }

  /**
   * Standardizes one input in place.
   *
   * @param x holds the input; changed
   * @param at where it begins
   * @param length a multiple of the number of groups
   */
  public void apply(float[] x, int at, int length) {
    int groups = mean.size();
    if (length % groups != 0) {
      throw new IllegalArgumentException(
          "%d values cannot be cut into %d groups".formatted(length, groups));
    }
    int part = length / groups;
    for (int group = 0; group < groups; group++) {
      double centre = mean.get(group);
      double scale = deviation.get(group);
      for (int i = at + group * part; i < at + (group + 1) * part; i++) {
        x[i] = (float) ((x[i] - centre) / scale);
      }
    }
  }
}
