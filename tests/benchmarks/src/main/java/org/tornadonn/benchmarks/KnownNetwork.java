package org.tornadonn.benchmarks;

import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.lstm;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.transformerEncoder;
import static org.tornadonn.layer.Layers.transformerEncoderLayer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.Shape;
import org.tornadonn.zoo.ResNet;
import org.tornadonn.zoo.UNet;
import org.tornadonn.zoo.Zoo;

/** The networks that are measured by name. */
// Its fields are functions without state, and a list that cannot be changed.
@SuppressWarnings("ImmutableEnumChecker")
public enum KnownNetwork implements Network {
  /** Five convolutions on grey pictures, then two fully connected layers. */
  ORIENTATION(OrientationModel::layers, OrientationModel::input, false),

  /** 10 features, 5 hidden neurons, 3 classes. */
  CLASSIFIER(
      () -> sequential(linear(10, 5), relu(), linear(5, 3)),
      size -> Shape.of(10),
      true,
      both(0, 1000)),

  /** Two convolutions on pictures of 28×28, then two fully connected layers; 10 classes. */
  LENET(
      () ->
          sequential(
              conv2d(1, 32, 3).padding(1),
              relu(),
              maxPool2d(2),
              conv2d(32, 64, 3).padding(1),
              relu(),
              maxPool2d(2),
              flatten(),
              linear(64 * 7 * 7, 128),
              relu(),
              linear(128, 10)),
      size -> Shape.of(1, 28, 28),
      true,
      both(28, 64),
      both(28, 1)),

  /** ResNet-18 as pictures of 32×32 want it, see {@link ResNet#withSmallStem}; 10 classes. */
  RESNET18_32(() -> ResNet.resnet18(10).withSmallStem(), KnownNetwork::picture, true, both(32, 32)),

  /** torchvision's ResNet-18. */
  RESNET18(zoo("resnet18"), KnownNetwork::picture, true, infer(224, 1), both(224, 8)),

  /** torchvision's ResNet-50. */
  RESNET50(zoo("resnet50"), KnownNetwork::picture, true, infer(224, 1), infer(224, 8)),

  /** torchvision's MobileNetV2. */
  MOBILENET_V2(
      zoo("mobilenet_v2"),
      KnownNetwork::picture,
      true,
      infer(224, 1),
      infer(224, 8),
      train(96, 32)),

  /** torchvision's EfficientNet-B0. */
  EFFICIENTNET_B0(
      zoo("efficientnet_b0"), KnownNetwork::picture, true, infer(224, 1), infer(224, 8)),

  /** A U-Net of 32 to 512 channels, two numbers for each pixel. */
  UNET(() -> new UNet(32, 2), KnownNetwork::picture, false, both(128, 4)),

  /** torchvision's ConvNeXt-tiny. */
  CONVNEXT_TINY(zoo("convnext_tiny"), KnownNetwork::picture, true, infer(224, 1)),

  /** torchvision's vision transformer ViT-B/16. */
  VIT_B_16(zoo("vit_b_16"), KnownNetwork::picture, true, infer(224, 1)),

  /** Four encoder layers over 128 tokens of 256 numbers, with 8 heads and no dropout. */
  TRANSFORMER(
      () -> transformerEncoder(transformerEncoderLayer(256, 8).dimFeedforward(1024).dropout(0), 4),
      tokens -> Shape.of(tokens, 256),
      false,
      both(128, 16)),

  /** An LSTM of two layers over 64 steps of 128 numbers. */
  LSTM(() -> lstm(128, 128).numLayers(2), steps -> Shape.of(steps, 128), false, both(64, 32));

  /**
   * What is measured of a network.
   *
   * @param size of its input
   * @param batch samples of a step
   */
  private record Case(int size, int batch, boolean infer, boolean train) {}

  private static final int SEED = 42;

  private final Supplier<? extends Layer> layer;
  private final IntFunction<Shape> input;
  private final boolean classifier;
  private final List<Case> cases;

  KnownNetwork(
      Supplier<? extends Layer> layer,
      IntFunction<Shape> input,
      boolean classifier,
      Case... cases) {
    this.layer = layer;
    this.input = input;
    this.classifier = classifier;
    this.cases = List.of(cases);
  }

  private static Case infer(int size, int batch) {
    return new Case(size, batch, true, false);
  }

  private static Case train(int size, int batch) {
    return new Case(size, batch, false, true);
  }

  private static Case both(int size, int batch) {
    return new Case(size, batch, true, true);
  }

  private static Shape picture(int size) {
    return Shape.of(3, size, size);
  }

  private static Supplier<Layer> zoo(String name) {
    return () -> Zoo.network(name, 1000);
  }

  /** The network of a name, as {@link #toString} has it. */
  static Optional<KnownNetwork> find(String name) {
    return Arrays.stream(values()).filter(network -> network.toString().equals(name)).findFirst();
  }

  /** All names. */
  static List<String> names() {
    return Arrays.stream(values()).map(KnownNetwork::toString).toList();
  }

  /** What is measured of it, unless the command line says so. */
  List<Work> works(boolean training) {
    return cases.stream()
        .filter(each -> training ? each.train() : each.infer())
        .map(each -> new Work(this, each.size(), each.batch(), training))
        .toList();
  }

  /** Dropout gives each library other numbers: a model that is trained has none. */
  @Override
  public Model model(int imageSize) {
    var model = new Model(layer.get(), input(imageSize), SEED);
    if (this == MOBILENET_V2) {
      model.freeze("classifier.0");
    }
    return model;
  }

  @Override
  public Shape input(int imageSize) {
    return input.apply(imageSize);
  }

  @Override
  public boolean isClassifier() {
    return classifier;
  }

  @Override
  public List<Layer> chain() {
    return Network.chain(layer.get());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
