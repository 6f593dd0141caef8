package org.tornadonn.peers;

import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.tornadonn.benchmarks.Work;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Flatten;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.ReLU;
import org.tornadonn.op.convolution.Window;

/**
 * A network in Deeplearning4j's terms: activations belong to the layer before, the loss to the
 * last.
 */
final class Deeplearning4jLayers {

  private Deeplearning4jLayers() {}

  static MultiLayerConfiguration of(Work work) {
    var list =
        new NeuralNetConfiguration.Builder()
            .updater(new Adam(Work.LEARNING_RATE))
            .convolutionMode(ConvolutionMode.Truncate)
            .list();
    var layers = work.network().chain();
    for (int i = 0; i < layers.size(); i++) {
      boolean last = i == layers.size() - 1;
      switch (layers.get(i)) {
        case Conv2d c -> list.layer(convolution(c, activation(layers, i)));
        case MaxPool2d p -> list.layer(pooling(p.window()));
        case Linear l when last -> list.layer(output(l, work));
        case Linear l ->
            list.layer(
                new DenseLayer.Builder()
                    .nOut(l.outFeatures())
                    .activation(activation(layers, i))
                    .build());
        case ReLU relu -> {}
        case Flatten flatten -> {}
        default ->
            throw new IllegalArgumentException("No such layer in Deeplearning4j: " + layers.get(i));
      }
    }
    return list.setInputType(inputType(work)).build();
  }

  private static Activation activation(List<Layer> layers, int at) {
    return at + 1 < layers.size() && layers.get(at + 1) instanceof ReLU
        ? Activation.RELU
        : Activation.IDENTITY;
  }

  private static ConvolutionLayer convolution(Conv2d c, Activation activation) {
    var w = c.window();
    return new ConvolutionLayer.Builder(w.kernelHeight(), w.kernelWidth())
        .stride(w.strideHeight(), w.strideWidth())
        .padding(w.paddingHeight(), w.paddingWidth())
        .nOut(c.outChannels())
        .activation(activation)
        .build();
  }

  private static SubsamplingLayer pooling(Window w) {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(w.kernelHeight(), w.kernelWidth())
        .stride(w.strideHeight(), w.strideWidth())
        .padding(w.paddingHeight(), w.paddingWidth())
        .build();
  }

  /** Predictions are logits, as with the other libraries; in training the loss has the softmax. */
  private static OutputLayer output(Linear l, Work work) {
    boolean crossEntropy = work.network().isClassifier() && work.training();
    return new OutputLayer.Builder(crossEntropy ? LossFunction.MCXENT : LossFunction.MSE)
        .nOut(l.outFeatures())
        .activation(crossEntropy ? Activation.SOFTMAX : Activation.IDENTITY)
        .build();
  }

  private static InputType inputType(Work work) {
    var input = work.model().input();
    return input.rank() == 1
        ? InputType.feedForward(input.dim(0))
        : InputType.convolutional(input.dim(1), input.dim(2), input.dim(0));
  }
}
