package org.tornadonn.exec.tornado.tiled;

import java.util.Optional;
import org.tornadonn.exec.tornado.graph.Grouped;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.op.normalization.BatchNormGradientParts;
import org.tornadonn.op.normalization.ChannelSquares;
import org.tornadonn.op.normalization.ChannelSums;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/**
 * Sums over channels on a GPU: a work-group adds up one channel of the samples of one part. Its
 * items read neighbours, each adds up every {@value #ITEMS}th element, and what they come to is
 * added up in pairs.
 *
 * @param portable the kernel that it stands for, which does its work on the JVM
 * @param kind which sums
 * @param x the images
 * @param dy for {@link #GRADIENTS}, the gradient of what became of them
 * @param mean of each channel, from {@code meanAt}
 * @param other the samples in use, or a scale for each channel
 * @param products the second sums of {@link #GRADIENTS}
 */
record GroupedChannelSums(
    Kernel portable,
    int kind,
    float[] x,
    float[] dy,
    float[] mean,
    int meanAt,
    float[] other,
    float[] sums,
    float[] products,
    int perPart,
    int n,
    int channels,
    int plane)
    implements Grouped {

  /** {@code Σ x}. */
  private static final int ALL = 0;

  /** {@code Σ x} of the samples in use. */
  private static final int USED = 1;

  /** {@code Σ (x − mean)²} of the samples in use. */
  private static final int SQUARES = 2;

  /** {@code Σ dy} and {@code scale · Σ dy · (x − mean)}. */
  private static final int GRADIENTS = 3;

  /** Items of a group, enough to keep a GPU's memory busy; a power of two. */
  static final int ITEMS = 256;

  /** Elements that a plane must have to be worth a group. */
  static final int WORTH_A_GROUP = 64;

  /** The sums that a kernel computes, if it is one of these and its planes are large enough. */
  static Optional<GroupedChannelSums> of(Kernel portable) {
    var sums =
        switch (portable) {
          case BiasGradient k -> of(k);
          case ChannelSums k -> of(k);
          case ChannelSquares k -> of(k);
          case BatchNormGradientParts k -> of(k);
          default -> Optional.<GroupedChannelSums>empty();
        };
    return sums.filter(grouped -> grouped.plane() >= WORTH_A_GROUP);
  }

  private static Optional<GroupedChannelSums> of(BiasGradient k) {
    return Optional.of(
        new GroupedChannelSums(
            k,
            ALL,
            k.dy(),
            k.dy(),
            k.dy(),
            0,
            k.dy(),
            k.partial(),
            new float[1],
            k.samplesPerPart(),
            k.n(),
            k.co(),
            k.plane()));
  }

  private static Optional<GroupedChannelSums> of(ChannelSums k) {
    return Optional.of(
        new GroupedChannelSums(
            k,
            USED,
            k.x(),
            k.x(),
            k.x(),
            0,
            k.fill(),
            k.partial(),
            new float[1],
            k.perPart(),
            k.n(),
            k.channels(),
            k.plane()));
  }

  private static Optional<GroupedChannelSums> of(ChannelSquares k) {
    return Optional.of(
        new GroupedChannelSums(
            k,
            SQUARES,
            k.x(),
            k.x(),
            k.mean(),
            0,
            k.fill(),
            k.partial(),
            new float[1],
            k.perPart(),
            k.n(),
            k.channels(),
            k.plane()));
  }

  private static Optional<GroupedChannelSums> of(BatchNormGradientParts k) {
    return Optional.of(
        new GroupedChannelSums(
            k,
            GRADIENTS,
            k.x(),
            k.dy(),
            k.mean(),
            k.meanAt(),
            k.scale(),
            k.dyParts(),
            k.dyxParts(),
            k.perPart(),
            k.n(),
            k.channels(),
            k.plane()));
  }

  static void item(
      KernelContext context,
      float[] x,
      float[] dy,
      float[] mean,
      int meanAt,
      float[] other,
      float[] sums,
      float[] products,
      int kind,
      int perPart,
      int n,
      int channels,
      int plane) {
    float[] own = context.allocateFloatLocalArray(ITEMS);
    float[] ownProducts = context.allocateFloatLocalArray(ITEMS);
    int group = context.groupIdx;
    int item = context.localIdx;
    int channel = group % channels;
    int samples = kind == USED || kind == SQUARES ? Math.min(n, (int) other[0]) : n;
    int first = group / channels * perPart;
    int last = Math.min(first + perPart, samples);
    float middle = kind == SQUARES || kind == GRADIENTS ? mean[meanAt + channel] : 0;
    int both = kind == GRADIENTS ? 1 : 0;
    float sum = 0;
    float product = 0;
    for (int sample = first; sample < last; sample++) {
      int begin = (sample * channels + channel) * plane;
      for (int j = item; j < plane; j += ITEMS) {
        float value = x[begin + j] - middle;
        sum += kind == SQUARES ? value * value : kind == GRADIENTS ? 0 : value;
        for (int second = 0; second < both; second++) { // once, or not at all
          float slope = dy[begin + j];
          sum += slope;
          product += slope * value;
        }
      }
    }
    own[item] = sum;
    ownProducts[item] = product;
    for (int half = ITEMS / 2; half > 0; half /= 2) {
      context.localBarrier();
      if (item < half) {
        own[item] += own[item + half];
        ownProducts[item] += ownProducts[item + half];
      }
    }
    if (item == 0) {
      sums[group] = own[0];
      if (kind == GRADIENTS) {
        products[group] = ownProducts[0] * other[channel];
      }
    }
  }

  @Override
  public WorkerGrid grid() {
    var grid = new WorkerGrid1D(size() * ITEMS);
    grid.setLocalWork(ITEMS, 1, 1);
    return grid;
  }

  @Override
  public int size() {
    return portable.size();
  }

  @Override
  public void run(int from, int to) {
    portable.run(from, to);
  }

  @Override
  public void addTo(TaskGraph graph, String id) {
    if (kind != GRADIENTS) {
      graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, products);
    }
    graph.task(
        id,
        GroupedChannelSums::item,
        new KernelContext(),
        x,
        dy,
        mean,
        meanAt,
        other,
        sums,
        products,
        kind,
        perPart,
        n,
        channels,
        plane);
  }
}
