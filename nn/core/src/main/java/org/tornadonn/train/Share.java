package org.tornadonn.train;

import java.io.Serializable;
import java.util.List;
import org.tornadonn.op.arithmetic.GradientSum;
import org.tornadonn.op.update.Accumulation;

/**
 * What a micro-batch of a step, or several together, came to, on whatever machine.
 *
 * @param count its samples
 * @param counted those of them that the loss does not leave out
 * @param mass what these weigh, by which {@link Loss#mass} divides: as many as they are, mostly
 * @param loss averaged over those
 * @param gradients averaged over those, laid out like {@link org.tornadonn.layer.Model#values}
 * @param states the running states after it, laid out like {@link
 *     org.tornadonn.layer.Model#stateValues}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Share(
    int count, int counted, double mass, float loss, float[] gradients, float[] states)
    implements Serializable {

  /**
   * The share of all their samples. Gradients are, bit for bit, what a trainer on the JVM has after
   * the last of these micro-batches: each element is added up by itself, from the first share to
   * the last. So arrays that are slices of the same layout give the slices of the mean.
   *
   * @param shares in the order of the samples, at least one
   * @return what a share of all their samples would be
   */
  public static Share mean(List<Share> shares) {
    if (shares.size() == 1) {
      return shares.getFirst();
    }
    int samples = shares.stream().mapToInt(Share::count).sum();
    int counted = shares.stream().mapToInt(Share::counted).sum();
    double mass = shares.stream().mapToDouble(Share::mass).sum();
    double loss = 0;
    for (var share : shares) {
      loss += share.loss * share.mass;
    }
    return new Share(
        samples, counted, mass, (float) (loss / mass), sum(shares, mass), states(shares, samples));
  }

  private static float[] sum(List<Share> shares, double mass) {
    var sum = new float[shares.getFirst().gradients.length];
    boolean first = true;
    for (var share : shares) {
      var x = share.gradients.clone();
      var control = Accumulation.control(first, share.mass, mass);
      new GradientSum(control, sum, x, sum.length).run(0, sum.length);
      first = false;
    }
    return sum;
  }

  private static float[] states(List<Share> shares, int samples) {
    var mean = new float[shares.getFirst().states.length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (var share : shares) {
        sum += (double) share.states[i] * share.count;
      }
      mean[i] = (float) (sum / samples);
    }
    return mean;
  }

  /** Its samples and their loss. */
  @Override
  public String toString() {
    return "Share of %d samples, loss %s".formatted(count, loss);
  }
}
