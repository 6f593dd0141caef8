package org.tornadonn.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Flatten;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Named;
import org.tornadonn.layer.ReLU;
import org.tornadonn.layer.Sequential;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Loss;

/** A network that is measured. */
public sealed interface Network permits KnownNetwork, NetworkFile {

  /**
   * The network of a name.
   *
   * @param name a {@link KnownNetwork}'s, or {@code FILE.onnx} or {@code FILE.onnx@3x48x192}
   */
  static Network of(String name) {
    return KnownNetwork.find(name)
        .<Network>map(known -> known)
        .orElseGet(() -> NetworkFile.of(name));
  }

  /**
   * The model, with the same weights each time.
   *
   * @param imageSize rows and columns of its input, where it takes any
   */
  Model model(int imageSize);

  /** The shape of one input of that model. */
  Shape input(int imageSize);

  /** Whether the targets are class indices, for cross-entropy; otherwise mean squared error. */
  boolean isClassifier();

  /**
   * Its layers in order, if it is a chain of the plainest ones, which every peer has; else empty.
   */
  List<Layer> chain();

  /** What it is called in tables. */
  default String title() {
    return toString();
  }

  /** What training makes small. */
  default Loss loss() {
    return isClassifier() ? Loss.crossEntropy() : Loss.meanSquaredError();
  }

  /** The layers of a chain, nested ones unfolded; empty if there are others than a chain has. */
  static List<Layer> chain(Layer layer) {
    var layers = unfolded(layer).toList();
    return layers.stream().allMatch(Network::isPlain) ? layers : List.of();
  }

  private static boolean isPlain(Layer layer) {
    return layer instanceof Conv2d
        || layer instanceof MaxPool2d
        || layer instanceof Linear
        || layer instanceof ReLU
        || layer instanceof Flatten;
  }

  private static Stream<Layer> unfolded(Layer layer) {
    return switch (layer) {
      case Named n -> unfolded(n.layer());
      case Sequential s -> s.layers().stream().flatMap(Network::unfolded);
      default -> Stream.of(layer);
    };
  }
}
