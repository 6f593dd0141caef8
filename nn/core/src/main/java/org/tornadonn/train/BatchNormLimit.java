package org.tornadonn.train;

import java.util.Optional;
import org.tornadonn.op.normalization.BatchNorm2d;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Node;

/**
 * What batch norms ask of batches: one that normalises images of a single pixel cannot be trained
 * on a batch of one sample, whose variance is 0.
 *
 * @param layer the first such layer; empty if samples may come alone
 */
record BatchNormLimit(Optional<String> layer) {

  static BatchNormLimit of(Graph training) {
    return new BatchNormLimit(
        training.nodes().stream().filter(BatchNormLimit::isOfPixels).map(Node::path).findFirst());
  }

  private static boolean isOfPixels(Node node) {
    return node.operation() instanceof BatchNorm2d && BatchNorm2d.isPixel(node.output().shape());
  }

  /**
   * Checks a step.
   *
   * @param n its samples
   * @param batchSize how many run at a time
   * @throws IllegalArgumentException if one runs alone
   */
  void requireStep(int n, int batchSize) {
    if (layer.isPresent() && n % batchSize == 1) {
      throw new IllegalArgumentException(message(n, batchSize, "a step of another size"));
    }
  }

  /**
   * Checks all steps of an epoch.
   *
   * @param samples those of the data set
   * @param batchSize how many run at a time
   * @throws TrainingException if one runs alone
   */
  void requireEpoch(int samples, int batchSize) {
    if (layer.isPresent() && samples % batchSize == 1) {
      throw new TrainingException(
          message(
              samples,
              batchSize,
              samples == 1
                  ? "more data"
                  : "a batch size of %d, for example".formatted(other(samples, batchSize))));
    }
  }

  private String message(int samples, int batchSize, String instead) {
    return "Batch norm '%s' cannot train on one value per channel, and %d %s in batches of %d %s one alone: use %s, or freeze the layer."
        .formatted(
            layer.orElseThrow(),
            samples,
            samples == 1 ? "sample" : "samples",
            batchSize,
            samples == 1 ? "is" : "leave",
            instead);
  }

  /** The nearest batch size, rather a smaller one, that leaves none alone. */
  private static int other(int samples, int batchSize) {
    for (int size = batchSize - 1; size > 1; size--) {
      if (samples % size != 1) {
        return size;
      }
    }
    int size = batchSize + 1;
    while (samples % size == 1) {
      size++;
    }
    return size;
  }
}
