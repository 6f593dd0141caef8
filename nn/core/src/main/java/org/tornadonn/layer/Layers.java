package org.tornadonn.layer;

import org.tornadonn.op.GELU.Approximate;
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

  /** The mean of square windows that do not overlap. */
  public static AvgPool2d avgPool2d(int kernelSize) {
    return avgPool2d(kernelSize, kernelSize);
  }

  /** The mean of square windows. */
  public static AvgPool2d avgPool2d(int kernelSize, int stride) {
    return new AvgPool2d(Window.square(kernelSize, stride, 0), true);
  }

  /** The means of so many windows in each direction; 1 gives the mean of each channel. */
  public static AdaptiveAvgPool2d adaptiveAvgPool2d(int outputSize) {
    return adaptiveAvgPool2d(outputSize, outputSize);
  }

  /** The means of so many windows in rows and columns. */
  public static AdaptiveAvgPool2d adaptiveAvgPool2d(int outputHeight, int outputWidth) {
    return new AdaptiveAvgPool2d(outputHeight, outputWidth);
  }

  /** {@code 1 / (1 + exp(−x))}. */
  public static Sigmoid sigmoid() {
    return new Sigmoid();
  }

  /** The hyperbolic tangent. */
  public static Tanh tanh() {
    return new Tanh();
  }

  /** {@code x > 0 ? x : 0.01 x}. */
  public static LeakyReLU leakyRelu() {
    return leakyRelu(0.01f);
  }

  /** {@code x > 0 ? x : negativeSlope · x}. */
  public static LeakyReLU leakyRelu(float negativeSlope) {
    return new LeakyReLU(negativeSlope);
  }

  /** {@code x · Φ(x)}, by the error function. */
  public static GELU gelu() {
    return gelu(Approximate.NONE);
  }

  /** {@code x · Φ(x)}. */
  public static GELU gelu(Approximate approximate) {
    return new GELU(approximate);
  }

  /** Numbers that add up to 1 along an axis; −1 is the last. */
  public static Softmax softmax(int dim) {
    return new Softmax(dim);
  }

  /** What comes, as it is. */
  public static Identity identity() {
    return new Identity();
  }

  /** Layers one after the other, whose result is added to what they got. */
  public static Residual residual(Layer... branch) {
    return new Residual(branch.length == 1 ? branch[0] : Sequential.of(branch), identity());
  }

  /** Batch normalisation of images with so many channels: eps 1e-5, momentum 0.1. */
  public static BatchNorm2d batchNorm2d(int numFeatures) {
    return new BatchNorm2d(numFeatures, 1e-5f, 0.1f, true);
  }

  /** While training, half of the elements become 0. */
  public static Dropout dropout() {
    return dropout(0.5f);
  }

  /** While training, elements become 0 with probability p. */
  public static Dropout dropout(float p) {
    return new Dropout(p);
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
