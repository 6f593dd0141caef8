package org.tornadonn.layer;

import java.util.Arrays;
import java.util.List;
import org.tornadonn.op.activation.GELU.Approximate;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;

/** The layers by PyTorch's names, for {@code import static}. */
public final class Layers {

  private Layers() {}

  /**
   * {@return a convolution with a square kernel, stride 1, no padding and a bias}
   *
   * @param inChannels the channels of the images that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelSize rows and columns of the window, at least 1
   */
  public static Conv2d conv2d(int inChannels, int outChannels, int kernelSize) {
    return conv2d(inChannels, outChannels, kernelSize, kernelSize);
  }

  /**
   * {@return a convolution with a kernel of that many rows and columns, stride 1, no padding and a
   * bias}
   *
   * @param inChannels the channels of the images that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelHeight rows of the kernel, at least 1
   * @param kernelWidth columns of the kernel, at least 1
   */
  public static Conv2d conv2d(int inChannels, int outChannels, int kernelHeight, int kernelWidth) {
    return new Conv2d(
        inChannels, outChannels, new Window(kernelHeight, kernelWidth, 1, 1, 0, 0), true);
  }

  /**
   * {@return the layer that takes the maximum of square windows that do not overlap}
   *
   * @param kernelSize rows and columns of the window, at least 1
   */
  public static MaxPool2d maxPool2d(int kernelSize) {
    return new MaxPool2d(Window.square(kernelSize, kernelSize, 0));
  }

  /**
   * {@return the layer that takes the maximum of square windows}
   *
   * @param kernelSize rows and columns of the window, at least 1
   * @param stride how far the window moves, down and to the right, at least 1
   */
  public static MaxPool2d maxPool2d(int kernelSize, int stride) {
    return new MaxPool2d(Window.square(kernelSize, stride, 0));
  }

  /**
   * {@return the layer that takes the maximum of square windows in padded images}
   *
   * @param kernelSize rows and columns of the window, at least 1
   * @param stride how far the window moves, down and to the right, at least 1
   * @param padding rows and columns around the image, at most half of the window
   */
  public static MaxPool2d maxPool2d(int kernelSize, int stride, int padding) {
    return maxPool2d(kernelSize, stride).padding(padding);
  }

  /**
   * {@return the layer that takes the mean of square windows that do not overlap}
   *
   * @param kernelSize rows and columns of the window, at least 1
   */
  public static AvgPool2d avgPool2d(int kernelSize) {
    return avgPool2d(kernelSize, kernelSize);
  }

  /**
   * {@return the layer that takes the mean of square windows}
   *
   * @param kernelSize rows and columns of the window, at least 1
   * @param stride how far the window moves, down and to the right, at least 1
   */
  public static AvgPool2d avgPool2d(int kernelSize, int stride) {
    return new AvgPool2d(Window.square(kernelSize, stride, 0), true);
  }

  /**
   * {@return the layer that takes the means of so many windows in each direction; 1 gives the mean
   * of each channel}
   *
   * @param outputSize rows and columns of the result, at least 1
   */
  public static AdaptiveAvgPool2d adaptiveAvgPool2d(int outputSize) {
    return adaptiveAvgPool2d(outputSize, outputSize);
  }

  /**
   * {@return the layer that takes the means of so many windows in rows and columns}
   *
   * @param outputHeight rows of the result, at least 1
   * @param outputWidth columns of the result, at least 1
   */
  public static AdaptiveAvgPool2d adaptiveAvgPool2d(int outputHeight, int outputWidth) {
    return new AdaptiveAvgPool2d(outputHeight, outputWidth);
  }

  /**
   * {@return a convolution of sequences, with stride 1, no padding and a bias}
   *
   * @param inChannels the channels of the sequences that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelSize the length of the window, at least 1
   */
  public static Conv1d conv1d(int inChannels, int outChannels, int kernelSize) {
    return new Conv1d(inChannels, outChannels, Window.row(kernelSize, 1, 0), 1, true);
  }

  /**
   * {@return a transposed convolution with a square kernel, stride 1, no padding and a bias}
   *
   * @param inChannels the channels of the images that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelSize rows and columns of the window, at least 1
   */
  public static ConvTranspose2d convTranspose2d(int inChannels, int outChannels, int kernelSize) {
    return convTranspose2d(inChannels, outChannels, kernelSize, kernelSize);
  }

  /**
   * {@return a transposed convolution with a kernel of that many rows and columns, stride 1, no
   * padding and a bias}
   *
   * @param inChannels the channels of the images that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelHeight rows of the kernel, at least 1
   * @param kernelWidth columns of the kernel, at least 1
   */
  public static ConvTranspose2d convTranspose2d(
      int inChannels, int outChannels, int kernelHeight, int kernelWidth) {
    var window = new Window(kernelHeight, kernelWidth, 1, 1, 0, 0);
    return new ConvTranspose2d(inChannels, outChannels, window, 0, 0, 1, true);
  }

  /**
   * {@return a transposed convolution of sequences, with stride 1, no padding and a bias}
   *
   * @param inChannels the channels of the sequences that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelSize the length of the window, at least 1
   */
  public static ConvTranspose1d convTranspose1d(int inChannels, int outChannels, int kernelSize) {
    var window = Window.row(kernelSize, 1, 0);
    return new ConvTranspose1d(inChannels, outChannels, window, 0, 1, true);
  }

  /**
   * {@return the layer that takes the maximum of windows of sequences that do not overlap}
   *
   * @param kernelSize the length of the window, at least 1
   */
  public static MaxPool1d maxPool1d(int kernelSize) {
    return maxPool1d(kernelSize, kernelSize);
  }

  /**
   * {@return the layer that takes the maximum of windows of sequences}
   *
   * @param kernelSize the length of the window, at least 1
   * @param stride how far it moves, at least 1
   */
  public static MaxPool1d maxPool1d(int kernelSize, int stride) {
    return new MaxPool1d(Window.row(kernelSize, stride, 0), false);
  }

  /**
   * {@return the layer that takes the mean of windows of sequences that do not overlap}
   *
   * @param kernelSize the length of the window, at least 1
   */
  public static AvgPool1d avgPool1d(int kernelSize) {
    return avgPool1d(kernelSize, kernelSize);
  }

  /**
   * {@return the layer that takes the mean of windows of sequences}
   *
   * @param kernelSize the length of the window, at least 1
   * @param stride how far it moves, at least 1
   */
  public static AvgPool1d avgPool1d(int kernelSize, int stride) {
    return new AvgPool1d(Window.row(kernelSize, stride, 0), true, false);
  }

  /**
   * {@return the layer that takes the means of so many windows of sequences}
   *
   * @param outputSize the length of the result, at least 1
   */
  public static AdaptiveAvgPool1d adaptiveAvgPool1d(int outputSize) {
    return new AdaptiveAvgPool1d(outputSize);
  }

  /**
   * {@return the layer that takes the maxima of so many windows of sequences}
   *
   * @param outputSize the length of the result, at least 1
   */
  public static AdaptiveMaxPool1d adaptiveMaxPool1d(int outputSize) {
    return new AdaptiveMaxPool1d(outputSize);
  }

  /**
   * {@return the layer that takes the maxima of so many windows in each direction; 1 gives the
   * maximum of each channel}
   *
   * @param outputSize rows and columns of the result, at least 1
   */
  public static AdaptiveMaxPool2d adaptiveMaxPool2d(int outputSize) {
    return adaptiveMaxPool2d(outputSize, outputSize);
  }

  /**
   * {@return the layer that takes the maxima of so many windows in rows and columns}
   *
   * @param outputHeight rows of the result, at least 1
   * @param outputWidth columns of the result, at least 1
   */
  public static AdaptiveMaxPool2d adaptiveMaxPool2d(int outputHeight, int outputWidth) {
    return new AdaptiveMaxPool2d(outputHeight, outputWidth);
  }

  /** {@return the layer {@code 1 / (1 + exp(−x))}} */
  public static Sigmoid sigmoid() {
    return new Sigmoid();
  }

  /** {@return the layer of the hyperbolic tangent} */
  public static Tanh tanh() {
    return new Tanh();
  }

  /** {@return the layer {@code x > 0 ? x : 0.01 x}} */
  public static LeakyReLU leakyRelu() {
    return leakyRelu(0.01f);
  }

  /**
   * {@return the layer {@code x > 0 ? x : negativeSlope · x}}
   *
   * @param negativeSlope what negative numbers are multiplied by
   */
  public static LeakyReLU leakyRelu(float negativeSlope) {
    return new LeakyReLU(negativeSlope);
  }

  /** {@return the layer {@code x · Φ(x)}, by the error function} */
  public static GELU gelu() {
    return gelu(Approximate.NONE);
  }

  /**
   * {@return the layer {@code x · Φ(x)}}
   *
   * @param approximate by the error function, or by tanh
   */
  public static GELU gelu(Approximate approximate) {
    return new GELU(approximate);
  }

  /**
   * {@return the layer that gives numbers that add up to 1 along an axis; −1 is the last}
   *
   * @param dim the axis, the batch being 0; −1 is the last
   */
  public static Softmax softmax(int dim) {
    return new Softmax(dim);
  }

  /** {@return the layer that gives what comes, as it is} */
  public static Identity identity() {
    return new Identity();
  }

  /**
   * {@return layers one after the other, whose result is added to what they got}
   *
   * @param branch the layers; what they give has the shape of what they get
   */
  public static Residual residual(Layer... branch) {
    return new Residual(branch.length == 1 ? branch[0] : Sequential.of(branch), identity());
  }

  /**
   * {@return the batch normalisation of images with so many channels: eps 1e-5, momentum 0.1}
   *
   * @param numFeatures the channels of the images that come, at least 1
   */
  public static BatchNorm2d batchNorm2d(int numFeatures) {
    return new BatchNorm2d(numFeatures, 1e-5f, 0.1f, true);
  }

  /**
   * {@return the batch normalisation of rows or series with so many features: eps 1e-5, momentum
   * 0.1}
   *
   * @param numFeatures the features of rows (n, features), or the channels of series (n, channels,
   *     l), at least 1
   */
  public static BatchNorm1d batchNorm1d(int numFeatures) {
    return new BatchNorm1d(numFeatures, 1e-5f, 0.1f, true);
  }

  /**
   * {@return the layer normalization over the last axes, with weight and bias: eps 1e-5}
   *
   * @param normalizedShape the sizes of the last axes, without the batch
   */
  public static LayerNorm layerNorm(int... normalizedShape) {
    return new LayerNorm(Shape.of(normalizedShape), 1e-5f, true, true);
  }

  /**
   * {@return the root mean square normalization over the last axes, with a weight}
   *
   * @param normalizedShape the sizes of the last axes, without the batch
   */
  public static RMSNorm rmsNorm(int... normalizedShape) {
    return new RMSNorm(Shape.of(normalizedShape), Math.ulp(1f), true);
  }

  /**
   * {@return the normalization of groups of channels, with weight and bias: eps 1e-5}
   *
   * @param numGroups how many groups; it divides the channels
   * @param numChannels the channels of what comes, at least 1
   */
  public static GroupNorm groupNorm(int numGroups, int numChannels) {
    return new GroupNorm(numGroups, numChannels, 1e-5f, true);
  }

  /**
   * {@return the normalization of each channel of each series, without weight and bias: eps 1e-5}
   *
   * @param numFeatures the channels of what comes, at least 1
   */
  public static InstanceNorm1d instanceNorm1d(int numFeatures) {
    return new InstanceNorm1d(numFeatures, 1e-5f, false);
  }

  /**
   * {@return the normalization of each channel of each image, without weight and bias: eps 1e-5}
   *
   * @param numFeatures the channels of what comes, at least 1
   */
  public static InstanceNorm2d instanceNorm2d(int numFeatures) {
    return new InstanceNorm2d(numFeatures, 1e-5f, false);
  }

  /**
   * {@return an LSTM of one layer over sequences (n, steps, inputSize), which gives all steps}
   *
   * @param inputSize the features of a step, at least 1
   * @param hiddenSize what it remembers, at least 1
   */
  public static LSTM lstm(int inputSize, int hiddenSize) {
    return new LSTM(inputSize, hiddenSize, 1, true, 0, false, false);
  }

  /**
   * {@return a GRU of one layer over sequences (n, steps, inputSize), which gives all steps}
   *
   * @param inputSize the features of a step, at least 1
   * @param hiddenSize what it remembers, at least 1
   */
  public static GRU gru(int inputSize, int hiddenSize) {
    return new GRU(inputSize, hiddenSize, 1, true, 0, false, false);
  }

  /**
   * {@return a simple recurrent network of one layer over sequences (n, steps, inputSize), which
   * gives all steps}
   *
   * @param inputSize the features of a step, at least 1
   * @param hiddenSize what it remembers, at least 1
   */
  public static RNN rnn(int inputSize, int hiddenSize) {
    return new RNN(inputSize, hiddenSize, 1, RNN.Nonlinearity.TANH, true, 0, false, false);
  }

  /**
   * {@return attention of several heads, over sequences (n, steps, embedDim), batch first}
   *
   * @param embedDim the features of a step, at least 1
   * @param numHeads how many heads share them; it divides embedDim
   */
  public static MultiheadAttention multiheadAttention(int embedDim, int numHeads) {
    return new MultiheadAttention(embedDim, numHeads, 0, true, false, embedDim, embedDim);
  }

  /**
   * {@return a transformer's encoder layer over sequences (n, steps, dModel), batch first}
   *
   * @param dModel the features of a step, at least 1
   * @param nhead the heads of the attention; it divides dModel
   */
  public static TransformerEncoderLayer transformerEncoderLayer(int dModel, int nhead) {
    var activation = TransformerEncoderLayer.Activation.RELU;
    return new TransformerEncoderLayer(dModel, nhead, 2048, 0.1f, activation, 1e-5f, false, false);
  }

  /**
   * {@return encoder layers on top of each other}
   *
   * @param layer what each is like; each has parameters of its own
   * @param numLayers how many, at least 1
   */
  public static TransformerEncoder transformerEncoder(
      TransformerEncoderLayer layer, int numLayers) {
    return new TransformerEncoder(layer, numLayers, false);
  }

  /**
   * {@return a transformer's decoder layer over sequences (n, steps, dModel), batch first: a block}
   *
   * @param dModel the features of a step, at least 1
   * @param nhead the heads of the attention; it divides dModel
   */
  public static TransformerDecoderLayer transformerDecoderLayer(int dModel, int nhead) {
    return TransformerDecoderLayer.like(transformerEncoderLayer(dModel, nhead), false);
  }

  /**
   * {@return decoder layers on top of each other: a block}
   *
   * @param layer what each is like; each has parameters of its own
   * @param numLayers how many, at least 1
   */
  public static TransformerDecoder transformerDecoder(
      TransformerDecoderLayer layer, int numLayers) {
    return new TransformerDecoder(layer, numLayers, false);
  }

  /**
   * {@return a transformer of encoder and decoder: a block}
   *
   * @param layer what each layer of both is like
   * @param numEncoderLayers how many the encoder has, at least 1
   * @param numDecoderLayers how many the decoder has, at least 1
   */
  public static Transformer transformer(
      TransformerEncoderLayer layer, int numEncoderLayers, int numDecoderLayers) {
    return new Transformer(layer, numEncoderLayers, numDecoderLayers, false);
  }

  /**
   * While training, half of the elements become 0.
   *
   * @return a layer that leaves predictions as they are
   */
  public static Dropout dropout() {
    return dropout(0.5f);
  }

  /**
   * While training, elements become 0 with probability p.
   *
   * @param p the probability that an element becomes 0, from 0 to below 1
   * @return a layer that leaves predictions as they are
   */
  public static Dropout dropout(float p) {
    return new Dropout(p);
  }

  /** {@return the layer {@code max(0, x)}} */
  public static ReLU relu() {
    return new ReLU();
  }

  /** {@return the layer {@code min(max(x, 0), 6)}} */
  public static ReLU6 relu6() {
    return new ReLU6();
  }

  /** {@return the layer {@code min(max(x, −1), 1)}} */
  public static Hardtanh hardtanh() {
    return new Hardtanh(-1, 1);
  }

  /**
   * {@return the layer {@code min(max(x, minVal), maxVal)}}
   *
   * @param minVal the least that comes out
   * @param maxVal the most that comes out
   */
  public static Hardtanh hardtanh(float minVal, float maxVal) {
    return new Hardtanh(minVal, maxVal);
  }

  /** {@return the layer {@code min(max(x + 3, 0), 6) / 6}} */
  public static Hardsigmoid hardsigmoid() {
    return new Hardsigmoid();
  }

  /** {@return the layer {@code x · min(max(x + 3, 0), 6) / 6}} */
  public static Hardswish hardswish() {
    return new Hardswish();
  }

  /** {@return the layer {@code x / (1 + exp(−x))}} */
  public static SiLU silu() {
    return new SiLU();
  }

  /** {@return the layer {@code x · tanh(ln(1 + exp(x)))}} */
  public static Mish mish() {
    return new Mish();
  }

  /** {@return the layer {@code x > 0 ? x : exp(x) − 1}} */
  public static ELU elu() {
    return new ELU(1);
  }

  /**
   * {@return the layer {@code x > 0 ? x : alpha · (exp(x) − 1)}}
   *
   * @param alpha what negative numbers come down to
   */
  public static ELU elu(float alpha) {
    return new ELU(alpha);
  }

  /** {@return the layer {@code 1.0507 · (x > 0 ? x : 1.6733 · (exp(x) − 1))}} */
  public static SELU selu() {
    return new SELU();
  }

  /** {@return the layer {@code max(0, x) + min(0, exp(x) − 1)}} */
  public static CELU celu() {
    return new CELU(1);
  }

  /**
   * {@return the layer {@code max(0, x) + min(0, alpha · (exp(x / alpha) − 1))}}
   *
   * @param alpha what negative numbers come down to, not 0
   */
  public static CELU celu(float alpha) {
    return new CELU(alpha);
  }

  /** {@return the layer {@code ln(1 + exp(x))}} */
  public static Softplus softplus() {
    return new Softplus(1, 20);
  }

  /**
   * {@return the layer {@code ln(1 + exp(beta · x)) / beta}}
   *
   * @param beta how sharp the bend is
   * @param threshold where {@code beta · x} is above it, the result is x
   */
  public static Softplus softplus(float beta, float threshold) {
    return new Softplus(beta, threshold);
  }

  /** {@return the layer {@code x / (1 + |x|)}} */
  public static Softsign softsign() {
    return new Softsign();
  }

  /** {@return the layer {@code x > 0 ? x : weight · x} with one weight, which begins at 0.25} */
  public static PReLU prelu() {
    return new PReLU(1, 0.25f);
  }

  /**
   * {@return the layer {@code x > 0 ? x : weight · x} with weights that begin at 0.25}
   *
   * @param numParameters 1, or the channels of what comes
   */
  public static PReLU prelu(int numParameters) {
    return new PReLU(numParameters, 0.25f);
  }

  /** {@return the layer {@code ln(1 / (1 + exp(−x)))}} */
  public static LogSigmoid logSigmoid() {
    return new LogSigmoid();
  }

  /**
   * {@return the softmax of −x along an axis}
   *
   * @param dim the axis, the batch being 0; −1 is the last
   */
  public static Softmin softmin(int dim) {
    return new Softmin(dim);
  }

  /**
   * {@return the logarithm of the softmax along an axis}
   *
   * @param dim the axis, the batch being 0; −1 is the last
   */
  public static LogSoftmax logSoftmax(int dim) {
    return new LogSoftmax(dim);
  }

  /**
   * {@return the layer {@code x > threshold ? x : value}}
   *
   * @param threshold what passes is above it
   * @param value what stands where it is not
   */
  public static Threshold threshold(float threshold, float value) {
    return new Threshold(threshold, value);
  }

  /** {@return the layer {@code |x| > 0.5 ? x : 0}} */
  public static Hardshrink hardshrink() {
    return new Hardshrink(0.5f);
  }

  /**
   * {@return the layer {@code |x| > lambd ? x : 0}}
   *
   * @param lambd how far from 0 a number must be to stay
   */
  public static Hardshrink hardshrink(float lambd) {
    return new Hardshrink(lambd);
  }

  /** {@return the layer that brings numbers nearer to 0 by 0.5} */
  public static Softshrink softshrink() {
    return new Softshrink(0.5f);
  }

  /**
   * {@return the layer that brings numbers nearer to 0}
   *
   * @param lambd by how much, from 0 up
   */
  public static Softshrink softshrink(float lambd) {
    return new Softshrink(lambd);
  }

  /** {@return the layer {@code x − tanh(x)}} */
  public static Tanhshrink tanhshrink() {
    return new Tanhshrink();
  }

  /**
   * While training, half of the channels become 0.
   *
   * @return a layer that leaves predictions as they are
   */
  public static Dropout1d dropout1d() {
    return dropout1d(0.5f);
  }

  /**
   * While training, channels become 0 with probability p.
   *
   * @param p the probability that a channel becomes 0, from 0 to below 1
   * @return a layer that leaves predictions as they are
   */
  public static Dropout1d dropout1d(float p) {
    return new Dropout1d(p);
  }

  /**
   * While training, half of the channels become 0.
   *
   * @return a layer that leaves predictions as they are
   */
  public static Dropout2d dropout2d() {
    return dropout2d(0.5f);
  }

  /**
   * While training, channels become 0 with probability p.
   *
   * @param p the probability that a channel becomes 0, from 0 to below 1
   * @return a layer that leaves predictions as they are
   */
  public static Dropout2d dropout2d(float p) {
    return new Dropout2d(p);
  }

  /** {@return the layer that makes a row of every sample} */
  public static Flatten flatten() {
    return flatten(1, -1);
  }

  /**
   * {@return the layer that makes one axis of neighbouring ones}
   *
   * @param startDim the first of them, the batch being 0
   * @param endDim the last of them; −1 is the last
   */
  public static Flatten flatten(int startDim, int endDim) {
    return new Flatten(startDim, endDim);
  }

  /** {@return the layer of the first half of the last axis, times the sigmoid of the second} */
  public static GLU glu() {
    return glu(-1);
  }

  /**
   * {@return the layer of the first half of an axis, times the sigmoid of the second}
   *
   * @param dim the axis, the batch being 0; −1 is the last
   */
  public static GLU glu(int dim) {
    return new GLU(dim);
  }

  /** {@return the softmax of the channels of each pixel} */
  public static Softmax softmax2d() {
    return softmax(-3);
  }

  /**
   * {@return the normalization by what channels around each have: alpha 1e-4, beta 0.75, k 1}
   *
   * @param size over how many channels is summed, at least 1
   */
  public static LocalResponseNorm localResponseNorm(int size) {
    return localResponseNorm(size, 1e-4f, 0.75f, 1);
  }

  /**
   * {@return the normalization by what channels around each have}
   *
   * @param size over how many channels is summed, at least 1
   * @param alpha the weight of the sum
   * @param beta the exponent
   * @param k what is added to the sum
   */
  public static LocalResponseNorm localResponseNorm(int size, float alpha, float beta, float k) {
    return new LocalResponseNorm(size, alpha, beta, k);
  }

  /**
   * While training, elements become the least that SELU gives with probability p; mean and variance
   * stay.
   *
   * @param p the probability, from 0 to below 1
   * @return a layer that leaves predictions as they are
   */
  public static AlphaDropout alphaDropout(float p) {
    return new AlphaDropout(p);
  }

  /**
   * While training, channels become the least that SELU gives with probability p; mean and variance
   * stay.
   *
   * @param p the probability, from 0 to below 1
   * @return a layer that leaves predictions as they are
   */
  public static FeatureAlphaDropout featureAlphaDropout(float p) {
    return new FeatureAlphaDropout(p);
  }

  /** {@return the cosine of the angle between two values along axis 1: a block} */
  public static CosineSimilarity cosineSimilarity() {
    return cosineSimilarity(1);
  }

  /**
   * {@return the cosine of the angle between two values along an axis: a block}
   *
   * @param dim the axis, the batch being 0; −1 is the last
   */
  public static CosineSimilarity cosineSimilarity(int dim) {
    return new CosineSimilarity(dim, 1e-8f);
  }

  /** {@return how far two values are from each other along the last axis: a block} */
  public static PairwiseDistance pairwiseDistance() {
    return new PairwiseDistance(2, 1e-6f, false);
  }

  /**
   * {@return a layer of products of two values, with a bias: a block}
   *
   * @param in1Features the numbers in a row of the first value
   * @param in2Features the numbers in a row of the second
   * @param outFeatures the numbers in a row of the result
   */
  public static Bilinear bilinear(int in1Features, int in2Features, int outFeatures) {
    return new Bilinear(in1Features, in2Features, outFeatures, true);
  }

  /**
   * {@return the layer of the square windows of images as columns, with stride 1 and no padding}
   *
   * @param kernelSize rows and columns of a window, at least 1
   */
  public static Unfold unfold(int kernelSize) {
    return new Unfold(kernelSize, 1, 0, 1);
  }

  /**
   * {@return the layer of the images that columns add up to, with stride 1 and no padding}
   *
   * @param height rows of the images
   * @param width columns of the images
   * @param kernelSize rows and columns of a window, at least 1
   */
  public static Fold fold(int height, int width, int kernelSize) {
    return new Fold(height, width, kernelSize, 1, 0, 1);
  }

  /**
   * {@return the layer of the mean of learned rows of several whole numbers}
   *
   * @param numEmbeddings how many numbers there are, from 0 on
   * @param embeddingDim the numbers in a row
   */
  public static EmbeddingBag embeddingBag(int numEmbeddings, int embeddingDim) {
    return new EmbeddingBag(numEmbeddings, embeddingDim, EmbeddingBag.Mode.MEAN);
  }

  /**
   * {@return the layer of a learned row for each whole number}
   *
   * @param numEmbeddings how many numbers there are, from 0 on
   * @param embeddingDim the numbers in a row
   */
  public static Embedding embedding(int numEmbeddings, int embeddingDim) {
    return new Embedding(numEmbeddings, embeddingDim, -1);
  }

  /**
   * {@return the layer that makes pictures so many times as large, each pixel repeated}
   *
   * @param scaleFactor of rows and columns
   */
  public static Upsample upsample(double scaleFactor) {
    return new Upsample(List.of(), List.of(scaleFactor, scaleFactor), Interpolation.NEAREST, false);
  }

  /**
   * {@return the layer that makes pictures of a size, from the nearest pixels}
   *
   * @param height rows of the result
   * @param width columns of the result
   */
  public static Upsample upsample(int height, int width) {
    return new Upsample(List.of(height, width), List.of(), Interpolation.NEAREST, false);
  }

  /**
   * {@return the layer that puts zeros around pictures}
   *
   * @param padding rows and columns on each side
   */
  public static ZeroPad2d zeroPad2d(int padding) {
    return new ZeroPad2d(padding, padding, padding, padding);
  }

  /**
   * {@return the layer that puts one number around pictures}
   *
   * @param padding rows and columns on each side
   * @param value the number
   */
  public static ConstantPad2d constantPad2d(int padding, float value) {
    return new ConstantPad2d(padding, padding, padding, padding, value);
  }

  /**
   * {@return the layer that reflects pictures at their edges}
   *
   * @param padding rows and columns on each side, fewer than there are
   */
  public static ReflectionPad2d reflectionPad2d(int padding) {
    return new ReflectionPad2d(padding, padding, padding, padding);
  }

  /**
   * {@return the layer that repeats the outermost rows and columns of pictures}
   *
   * @param padding rows and columns on each side
   */
  public static ReplicationPad2d replicationPad2d(int padding) {
    return new ReplicationPad2d(padding, padding, padding, padding);
  }

  /**
   * {@return the layer that goes on with the opposite side of pictures}
   *
   * @param padding rows and columns on each side, no more than there are
   */
  public static CircularPad2d circularPad2d(int padding) {
    return new CircularPad2d(padding, padding, padding, padding);
  }

  /**
   * {@return the layer that makes several axes of one}
   *
   * @param dim the axis: 0 is the batch
   * @param unflattenedSize what it becomes; one of them may be −1
   */
  public static Unflatten unflatten(int dim, int... unflattenedSize) {
    return new Unflatten(dim, Arrays.stream(unflattenedSize).boxed().toList());
  }

  /**
   * {@return the layer that makes squares of pixels of channels}
   *
   * @param upscaleFactor pixels along a side of a square
   */
  public static PixelShuffle pixelShuffle(int upscaleFactor) {
    return new PixelShuffle(upscaleFactor);
  }

  /**
   * {@return the layer that makes channels of squares of pixels}
   *
   * @param downscaleFactor pixels along a side of a square
   */
  public static PixelUnshuffle pixelUnshuffle(int downscaleFactor) {
    return new PixelUnshuffle(downscaleFactor);
  }

  /**
   * {@return the layer that takes the channels of some groups in turn}
   *
   * @param groups how many, a divisor of the channels
   */
  public static ChannelShuffle channelShuffle(int groups) {
    return new ChannelShuffle(groups);
  }

  /**
   * {@return a fully connected layer with a bias}
   *
   * @param inFeatures the numbers in a row that comes
   * @param outFeatures the numbers in a row of the result, at least 1
   */
  public static Linear linear(int inFeatures, int outFeatures) {
    return new Linear(inFeatures, outFeatures, true);
  }

  /**
   * {@return a fully connected layer with a bias that takes its number of inputs from what comes}
   *
   * @param outFeatures the numbers in a row of the result, at least 1
   */
  public static Linear lazyLinear(int outFeatures) {
    return new Linear(0, outFeatures, true);
  }

  /**
   * {@return layers one after the other}
   *
   * @param layers in the order in which they run; one without a name is called by its position,
   *     from 0
   */
  public static Sequential sequential(Layer... layers) {
    return Sequential.of(layers);
  }

  /**
   * {@return a layer with the name that it shall have in a {@link Sequential}}
   *
   * @param name as in PyTorch's {@code state_dict}: not empty and without dots
   * @param layer the layer that is called so
   */
  public static Named named(String name, Layer layer) {
    return new Named(name, layer);
  }

  /**
   * {@return layers one after the other, under a name}
   *
   * @param name as in PyTorch's {@code state_dict}: not empty and without dots
   * @param layers in the order in which they run; one without a name is called by its position,
   *     from 0
   */
  public static Named named(String name, Layer... layers) {
    return new Named(name, Sequential.of(layers));
  }

  /**
   * {@return a convolution of volumes, with stride 1, no padding and a bias}
   *
   * @param inChannels the channels of the volumes that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelSize the edges of the window, at least 1
   */
  public static Conv3d conv3d(int inChannels, int outChannels, int kernelSize) {
    return conv3d(inChannels, outChannels, kernelSize, kernelSize, kernelSize);
  }

  /**
   * {@return a convolution of volumes, with stride 1, no padding and a bias}
   *
   * @param inChannels the channels of the volumes that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelDepth the planes of the window, at least 1
   * @param kernelHeight its rows, at least 1
   * @param kernelWidth its columns, at least 1
   */
  public static Conv3d conv3d(
      int inChannels, int outChannels, int kernelDepth, int kernelHeight, int kernelWidth) {
    var window = new Window(kernelHeight, kernelWidth, 1, 1, 0, 0);
    return new Conv3d(inChannels, outChannels, Window.row(kernelDepth, 1, 0), window, 1, true);
  }

  /**
   * {@return a transposed convolution, which makes volumes larger, with stride 1, no padding and a
   * bias}
   *
   * @param inChannels the channels of the volumes that come, at least 1
   * @param outChannels the channels of the result, at least 1
   * @param kernelSize the edges of the window, at least 1
   */
  public static ConvTranspose3d convTranspose3d(int inChannels, int outChannels, int kernelSize) {
    return new ConvTranspose3d(
        inChannels,
        outChannels,
        Window.row(kernelSize, 1, 0),
        Window.square(kernelSize, 1, 0),
        0,
        1,
        true);
  }

  /**
   * {@return the layer that takes the maximum of cubes of volumes that do not overlap}
   *
   * @param kernelSize the edges of the window, at least 1
   */
  public static MaxPool3d maxPool3d(int kernelSize) {
    return new MaxPool3d(
        Window.row(kernelSize, kernelSize, 0), Window.square(kernelSize, kernelSize, 0), false);
  }

  /**
   * {@return the layer that takes the mean of cubes of volumes that do not overlap}
   *
   * @param kernelSize the edges of the window, at least 1
   */
  public static AvgPool3d avgPool3d(int kernelSize) {
    return new AvgPool3d(
        Window.row(kernelSize, kernelSize, 0),
        Window.square(kernelSize, kernelSize, 0),
        true,
        false);
  }

  /**
   * {@return the layer that takes the means of so many windows in each direction; 1 gives the mean
   * of each channel}
   *
   * @param outputSize planes, rows and columns of the result, at least 1
   */
  public static AdaptiveAvgPool3d adaptiveAvgPool3d(int outputSize) {
    return new AdaptiveAvgPool3d(outputSize, outputSize, outputSize);
  }

  /**
   * {@return the layer that takes the maxima of so many windows in each direction; 1 gives the
   * maximum of each channel}
   *
   * @param outputSize planes, rows and columns of the result, at least 1
   */
  public static AdaptiveMaxPool3d adaptiveMaxPool3d(int outputSize) {
    return new AdaptiveMaxPool3d(outputSize, outputSize, outputSize);
  }

  /**
   * {@return the layer that takes the p-norm of windows of sequences that do not overlap}
   *
   * @param normType p: 2 for the root of the sum of squares, 1 for the sum
   * @param kernelSize the length of the window, at least 1
   */
  public static LPPool1d lpPool1d(float normType, int kernelSize) {
    return new LPPool1d(normType, kernelSize, kernelSize, false);
  }

  /**
   * {@return the layer that takes the p-norm of square windows that do not overlap}
   *
   * @param normType p: 2 for the root of the sum of squares, 1 for the sum
   * @param kernelSize the sides of the window, at least 1
   */
  public static LPPool2d lpPool2d(float normType, int kernelSize) {
    return new LPPool2d(normType, kernelSize, kernelSize, false);
  }

  /**
   * {@return batch normalisation of volumes: eps 1e-5, momentum 0.1, with weight and bias}
   *
   * @param numFeatures the channels of what comes, at least 1
   */
  public static BatchNorm3d batchNorm3d(int numFeatures) {
    return new BatchNorm3d(numFeatures, 1e-5f, 0.1f, true);
  }

  /**
   * {@return the normalization of each channel of each volume, without weight and bias: eps 1e-5}
   *
   * @param numFeatures the channels of what comes, at least 1
   */
  public static InstanceNorm3d instanceNorm3d(int numFeatures) {
    return new InstanceNorm3d(numFeatures, 1e-5f, false);
  }

  /**
   * While training, channels of volumes become 0 with probability p.
   *
   * @param p the probability that a channel becomes 0, from 0 to below 1; PyTorch's default is 0.5
   * @return a layer that leaves predictions as they are
   */
  public static Dropout3d dropout3d(float p) {
    return new Dropout3d(p);
  }

  /**
   * {@return the layer that puts zeros around sequences}
   *
   * @param padding elements on each side
   */
  public static ZeroPad1d zeroPad1d(int padding) {
    return new ZeroPad1d(padding, padding);
  }

  /**
   * {@return the layer that puts one number around sequences}
   *
   * @param padding elements on each side
   * @param value the number
   */
  public static ConstantPad1d constantPad1d(int padding, float value) {
    return new ConstantPad1d(padding, padding, value);
  }

  /**
   * {@return the layer that reflects sequences at their ends}
   *
   * @param padding elements on each side, fewer than there are
   */
  public static ReflectionPad1d reflectionPad1d(int padding) {
    return new ReflectionPad1d(padding, padding);
  }

  /**
   * {@return the layer that repeats the outermost elements of sequences}
   *
   * @param padding elements on each side
   */
  public static ReplicationPad1d replicationPad1d(int padding) {
    return new ReplicationPad1d(padding, padding);
  }

  /**
   * {@return the layer that lets sequences go on with their other end}
   *
   * @param padding elements on each side, at most as many as there are
   */
  public static CircularPad1d circularPad1d(int padding) {
    return new CircularPad1d(padding, padding);
  }

  /**
   * {@return one step of an LSTM, as a block of a step and its state}
   *
   * @param inputSize the features of a step, at least 1
   * @param hiddenSize what it remembers, at least 1
   */
  public static LSTMCell lstmCell(int inputSize, int hiddenSize) {
    return new LSTMCell(inputSize, hiddenSize, true);
  }

  /**
   * {@return one step of a GRU, as a block of a step and its state}
   *
   * @param inputSize the features of a step, at least 1
   * @param hiddenSize what it remembers, at least 1
   */
  public static GRUCell gruCell(int inputSize, int hiddenSize) {
    return new GRUCell(inputSize, hiddenSize, true);
  }

  /**
   * {@return one step of a simple recurrent network of tanh, as a block of a step and its state}
   *
   * @param inputSize the features of a step, at least 1
   * @param hiddenSize what it remembers, at least 1
   */
  public static RNNCell rnnCell(int inputSize, int hiddenSize) {
    return new RNNCell(inputSize, hiddenSize, RNN.Nonlinearity.TANH, true);
  }
}
