package org.tornadonn.peers;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;
import org.tornadonn.benchmarks.Step;
import org.tornadonn.benchmarks.Work;
import org.tornadonn.layer.Flatten;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.ReLU;
import org.tornadonn.op.convolution.Window;

/** A network of DJL's own blocks with the weights of one of ours. */
final class DjlNetwork {

  private DjlNetwork() {}

  static Step open(Work work, int threads, boolean channelsLast) {
    // The engine reads them when its first class loads.
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    var model = Model.newInstance(work.name(), "PyTorch");
    var block = new SequentialBlock();
    work.network().chain().forEach(layer -> add(block, layer));
    block.initialize(model.getNDManager(), DataType.FLOAT32, inputShape(work));
    load(model.getNDManager(), block, work, channelsLast);
    model.setBlock(block);
    return work.training() ? DjlTraining.of(work, model) : DjlPrediction.of(work, model);
  }

  /** The shape of a batch. */
  static Shape inputShape(Work work) {
    var dims = work.model().input().batch(work.batch()).toArray();
    return new Shape(Arrays.stream(dims).asLongStream().toArray());
  }

  private static void add(SequentialBlock block, Layer layer) {
    switch (layer) {
      case org.tornadonn.layer.Conv2d c ->
          block.add(
              Conv2d.builder()
                  .setFilters(c.outChannels())
                  .setKernelShape(kernel(c.window()))
                  .optStride(stride(c.window()))
                  .optPadding(padding(c.window()))
                  .optBias(c.bias())
                  .build());
      case MaxPool2d p ->
          block.add(
              Pool.maxPool2dBlock(kernel(p.window()), stride(p.window()), padding(p.window())));
      case ReLU relu -> block.add(Activation.reluBlock());
      case Flatten flatten -> block.add(Blocks.batchFlattenBlock());
      case org.tornadonn.layer.Linear l ->
          block.add(Linear.builder().setUnits(l.outFeatures()).optBias(l.bias()).build());
      default -> throw new IllegalArgumentException("No such layer in DJL: " + layer);
    }
  }

  private static Shape kernel(Window window) {
    return new Shape(window.kernelHeight(), window.kernelWidth());
  }

  private static Shape stride(Window window) {
    return new Shape(window.strideHeight(), window.strideWidth());
  }

  private static Shape padding(Window window) {
    return new Shape(window.paddingHeight(), window.paddingWidth());
  }

  private static void load(
      NDManager manager, SequentialBlock block, Work work, boolean channelsLast) {
    var tensors = work.model().state().values().iterator();
    for (var entry : block.getParameters()) {
      Parameter parameter = entry.getValue();
      var tensor = tensors.next();
      var dims = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
      if (!Arrays.equals(dims, parameter.getArray().getShape().getShape())) {
        throw new IllegalStateException(
            "DJL's %s has shape %s, ours %s."
                .formatted(entry.getKey(), parameter.getArray().getShape(), tensor.shape()));
      }
      NDArray weights = manager.create(tensor.values(), new Shape(dims));
      if (channelsLast && dims.length == 4) {
        weights = channelsLast(weights);
      }
      parameter.getArray().intern(weights);
    }
  }

  /** The same numbers under the same shape, but channels next to each other in memory. */
  private static NDArray channelsLast(NDArray weights) {
    var manager = weights.getManager();
    var shuffled = weights.transpose(0, 2, 3, 1);
    return manager.create(shuffled.toFloatArray(), shuffled.getShape()).transpose(0, 3, 1, 2);
  }

  /** A batch as an array that closes with its list. */
  static NDList batch(NDManager manager, float[] values, Shape shape) {
    return new NDList(manager.create(values, shape));
  }
}
