package org.tornadonn.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Some steps that one executor did by itself.
 *
 * @param count their samples that the loss does not leave out
 * @param loss averaged over them
 * @param weights what they came to
 */
record Stride(int count, float loss, Weights weights) implements Serializable {

  /** The mean of all losses, over all samples. */
  static float loss(List<Stride> strides) {
    double sum = 0;
    long samples = 0;
    for (var stride : strides) {
      sum += (double) stride.loss * stride.count;
      samples += stride.count;
    }
    return (float) (sum / samples);
  }

  /**
   * The mean of weights, running states and the optimizer's memory, each stride weighted by its
   * samples, summed in their order; the steps are those of the longest.
   */
  static Weights average(List<Stride> strides, long seed) {
    var first = strides.getFirst().weights;
    var moments = new ArrayList<float[]>();
    for (int i = 0; i < first.moments().size(); i++) {
      int moment = i;
      moments.add(mean(strides, weights -> weights.moments().get(moment)));
    }
    return new Weights(
        strides.stream().mapToLong(stride -> stride.weights.steps()).max().orElseThrow(),
        seed,
        mean(strides, Weights::values),
        mean(strides, Weights::states),
        moments);
  }

  private static float[] mean(List<Stride> strides, Function<Weights, float[]> part) {
    double samples = strides.stream().mapToLong(Stride::count).sum();
    var arrays = strides.stream().map(stride -> part.apply(stride.weights)).toList();
    var mean = new float[arrays.getFirst().length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (int s = 0; s < arrays.size(); s++) {
        sum += arrays.get(s)[i] * (double) strides.get(s).count;
      }
      mean[i] = (float) (sum / samples);
    }
    return mean;
  }
}
