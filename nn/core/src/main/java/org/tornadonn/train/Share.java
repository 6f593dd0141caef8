package org.tornadonn.train;

import java.io.Serializable;
import java.util.List;

/**
 * What one micro-batch of a step came to, on whatever machine.
 *
 * @param count its samples
 * @param loss averaged over them
 * @param gradients averaged over them, laid out like {@link org.tornadonn.layer.Model#values}
 * @param states the running states after it, laid out like {@link
 *     org.tornadonn.layer.Model#stateValues}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Share(int count, float loss, float[] gradients, float[] states)
    implements Serializable {

  /** The samples of all shares. */
  static int samples(List<Share> shares) {
    return shares.stream().mapToInt(Share::count).sum();
  }

  /** The mean of the losses over all samples. */
  static float loss(List<Share> shares) {
    double sum = 0;
    for (var share : shares) {
      sum += (double) share.loss * share.count;
    }
    return (float) (sum / samples(shares));
  }

  /** Writes the mean of the running states, each share weighted by its samples. */
  static void states(List<Share> shares, float[] to) {
    int samples = samples(shares);
    for (int i = 0; i < to.length; i++) {
      double sum = 0;
      for (var share : shares) {
        sum += (double) share.states[i] * share.count;
      }
      to[i] = (float) (sum / samples);
    }
  }
}
