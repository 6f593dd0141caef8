package org.tornadonn.layer;

import org.tornadonn.op.Window;

/** The layers by PyTorch's names, for {@code import static}. */
public final class Layers {

  private Layers() {}

  /** A convolution with a square kernel, stride 1, no padding and a bias. */
  public static Conv2d conv2d(int inChannels, int outChannels, int kernelSize) {
    return conv2d(inChannels, outChannels, kernelSize, kernelSize);
  }

  /** A convolution with a kernel of that many rows and columns, stride 1, no padding and a bias. */
  public static Conv2d conv2d(int inChannels, int outChannels, int kernelHeight, int kernelWidth) {
    return new Conv2d(
        inChannels, outChannels, new Window(kernelHeight, kernelWidth, 1, 1, 0, 0), true);
  }

  /** The maximum of square windows that do not overlap. */
  public static MaxPool2d maxPool2d(int kernelSize) {
    return new MaxPool2d(Window.square(kernelSize, kernelSize, 0));
  }

  /** The maximum of square windows. */
  public static MaxPool2d maxPool2d(int kernelSize, int stride) {
    return new MaxPool2d(Window.square(kernelSize, stride, 0));
  }

  /** {@code max(0, x)}. */
  public static ReLU relu() {
    return new ReLU();
  }

  /** Every sample as one row. */
  public static Flatten flatten() {
    return new Flatten();
  }

  /** A fully connected layer with a bias. */
  public static Linear linear(int inFeatures, int outFeatures) {
    return new Linear(inFeatures, outFeatures, true);
  }

  /** A fully connected layer with a bias that takes its number of inputs from what comes. */
  public static Linear lazyLinear(int outFeatures) {
    return new Linear(0, outFeatures, true);
  }

  /** Layers one after the other. */
  public static Sequential sequential(Layer... layers) {
    return Sequential.of(layers);
  }

  /** A layer with the name that it shall have in a {@link Sequential}. */
  public static Named named(String name, Layer layer) {
    return new Named(name, layer);
  }

  /** Layers one after the other, under a name. */
  public static Named named(String name, Layer... layers) {
    return new Named(name, Sequential.of(layers));
  }
}
