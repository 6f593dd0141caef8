package org.tornadonn.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Summary;

/**
 * What is measured: one prediction or one training step of a batch. Weights, inputs and targets are
 * the same in every process.
 *
 * @param imageSize rows and columns, or steps of a sequence; 0 where there are none
 * @param batch samples of a step
 * @param training forward, loss, backward and Adam; otherwise forward alone
 */
public record Work(Network network, int imageSize, int batch, boolean training) {

  /** Adam's step size, in every library; its other settings are PyTorch's defaults. */
  public static final float LEARNING_RATE = 1e-3f;

  private static final Set<String> PRODUCTS =
      Set.of("conv2d", "conv1d", "conv_transpose2d", "conv_transpose1d", "linear", "matmul");

  private static final String SEPARATOR = "/";

  /** All works of some networks; sizes and batches count for the OrientationModel and for files. */
  static List<Work> of(
      List<Network> networks, List<Integer> sizes, List<Integer> batches, List<Boolean> trainings) {
    var works = new ArrayList<Work>();
    for (boolean training : trainings) {
      for (var network : networks) {
        switch (network) {
          case KnownNetwork.ORIENTATION ->
              sizes.forEach(size -> add(works, network, size, batches, training));
          case KnownNetwork known -> works.addAll(known.works(training));
          case NetworkFile file -> {
            if (!training) {
              add(works, file, 0, batches, false);
            }
          }
        }
      }
    }
    return works;
  }

  private static void add(
      List<Work> works, Network network, int size, List<Integer> batches, boolean training) {
    batches.forEach(batch -> works.add(new Work(network, size, batch, training)));
  }

  /** The work that {@link #name} names. */
  static Work parse(String name) {
    var parts = name.split(SEPARATOR);
    if (parts.length < 4) {
      throw new IllegalArgumentException(
          "'%s' is no work: expected NETWORK/SIZE/BATCH/train or …/infer.".formatted(name));
    }
    int network = parts.length - 3;
    return new Work(
        Network.of(String.join(SEPARATOR, Arrays.copyOf(parts, network))),
        Integer.parseInt(parts[network]),
        Integer.parseInt(parts[network + 1]),
        parts[network + 2].equals("train"));
  }

  /** {@code orientation/480/8/train}. */
  public String name() {
    return "%s/%d/%d/%s".formatted(network, imageSize, batch, kind());
  }

  /** {@code train} or {@code infer}. */
  String kind() {
    return training ? "train" : "infer";
  }

  /** The model with its first weights. */
  public Model model() {
    return network.model(imageSize);
  }

  /** The inputs of a batch. */
  public float[] inputs() {
    var random = new Random(1);
    var x = new float[batch * network.input(imageSize).size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
    }
    return x;
  }

  /** The targets of a batch: class indices, or sines and cosines. */
  public float[] targets() {
    var random = new Random(2);
    var output = model().output();
    var y = new float[network.isClassifier() ? batch : batch * output.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = network.isClassifier() ? random.nextInt(output.size()) : 2 * random.nextFloat() - 1;
    }
    return y;
  }

  /**
   * Floating-point operations of the convolutions and fully connected layers of a step, as their
   * definitions have them, however they are computed; the first layer needs no input gradient.
   */
  double flops() {
    var products =
        Summary.of(model()).layers().stream()
            .filter(row -> PRODUCTS.contains(row.operation()))
            .mapToDouble(Summary.Row::flops)
            .toArray();
    double forward = Arrays.stream(products).sum();
    return batch * (training ? 3 * forward - products[0] : forward);
  }

  @Override
  public String toString() {
    return "%s %s batch %d, %s"
        .formatted(network.title(), imageSize == 0 ? "" : imageSize, batch, kind())
        .replace("  ", " ");
  }
}
