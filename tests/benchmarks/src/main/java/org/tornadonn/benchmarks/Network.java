package org.tornadonn.benchmarks;

import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.relu;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Named;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.layer.Sequential;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Loss;

/** A network that is measured. */
public enum Network {
  /** Five convolutions on grey pictures, then two fully connected layers. */
  ORIENTATION,
  /** 10 features, 5 hidden neurons, 3 classes. */
  CLASSIFIER,
  /** Two convolutions on pictures of 28×28, then two fully connected layers; 10 classes. */
  LENET;

  /** The network. */
  public Sequential sequential() {
    return switch (this) {
      case ORIENTATION -> OrientationModel.layers();
      case CLASSIFIER -> Layers.sequential(linear(10, 5), relu(), linear(5, 3));
      case LENET ->
          Layers.sequential(
              conv2d(1, 32, 3).padding(1),
              relu(),
              maxPool2d(2),
              conv2d(32, 64, 3).padding(1),
              relu(),
              maxPool2d(2),
              flatten(),
              linear(64 * 7 * 7, 128),
              relu(),
              linear(128, 10));
    };
  }

  /** Its layers in order, nested ones unfolded: what a peer builds its own network from. */
  public List<Layer> layers() {
    return unfolded(sequential()).toList();
  }

  private static Stream<Layer> unfolded(Layer layer) {
    return switch (layer) {
      case Named n -> unfolded(n.layer());
      case Sequential s -> s.layers().stream().flatMap(Network::unfolded);
      default -> Stream.of(layer);
    };
  }

  /** The shape of one input; the image size counts for the OrientationModel only. */
  Shape input(int imageSize) {
    return switch (this) {
      case ORIENTATION -> OrientationModel.input(imageSize);
      case CLASSIFIER -> Shape.of(10);
      case LENET -> Shape.of(1, 28, 28);
    };
  }

  /** Whether the targets are class indices, for cross-entropy; otherwise mean squared error. */
  public boolean isClassifier() {
    return this != ORIENTATION;
  }

  /** What training makes small. */
  Loss loss() {
    return isClassifier() ? Loss.crossEntropy() : Loss.meanSquaredError();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
