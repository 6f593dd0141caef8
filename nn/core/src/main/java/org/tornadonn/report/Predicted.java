package org.tornadonn.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.GrayImage;
import org.tornadonn.page.Png;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Evaluation;

/**
 * Samples, and what a model made of them.
 *
 * @param from where they are from: {@code validation set}
 * @param data the samples, as they are in epoch 0
 * @param input the shape of one
 * @param evaluation predictions and answers, in the order of the samples
 */
public record Predicted(String from, Dataset data, Shape input, Evaluation evaluation) {

  /** How many are shown, and how many of the worst. */
  static final int SHOWN = 8;

  /** The first samples: the same ones after every run. */
  List<Integer> first() {
    return IntStream.range(0, Math.min(SHOWN, data.size())).boxed().toList();
  }

  /** The samples with the largest errors, the largest first; what is no number is the largest. */
  static List<Integer> worst(double[] errors) {
    return IntStream.range(0, errors.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> errors[i]).reversed())
        .limit(SHOWN)
        .toList();
  }

  /**
   * A sample as a picture; null if it is none. What does not lie in [0, 1], as standardized inputs
   * do not, is brought there.
   */
  @Nullable String picture(int sample) {
    if (input.rank() != 3 || (input.dim(0) != 1 && input.dim(0) != 3)) {
      return null;
    }
    var x = new float[data.inputLength()];
    data.read(sample, 0, x, 0, new float[data.targetLength()], 0);
    bring(x);
    int plane = input.dim(1) * input.dim(2);
    return Png.of(
        IntStream.range(0, input.dim(0))
            .mapToObj(c -> Arrays.copyOfRange(x, c * plane, (c + 1) * plane))
            .map(pixels -> new GrayImage(input.dim(2), input.dim(1), pixels))
            .toArray(GrayImage[]::new));
  }

  private static void bring(float[] x) {
    float least = 0;
    float most = 1;
    for (float value : x) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (least < 0 || most > 1) {
      for (int i = 0; i < x.length; i++) {
        x[i] = (x[i] - least) / (most - least);
      }
    }
  }
}
