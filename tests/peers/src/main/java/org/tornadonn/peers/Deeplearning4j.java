package org.tornadonn.peers;

import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tornadonn.benchmarks.Library;
import org.tornadonn.benchmarks.Step;
import org.tornadonn.benchmarks.Work;
import org.tornadonn.layer.Tensor;

/** Deeplearning4j with oneDNN. Its threads come from OMP_NUM_THREADS. */
public final class Deeplearning4j implements Library {

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public Step open(Work work, int threads) {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    var network = new MultiLayerNetwork(Deeplearning4jLayers.of(work));
    network.init();
    load(network, work);
    return work.training() ? training(network, work) : inference(network, work);
  }

  private static void load(MultiLayerNetwork network, Work work) {
    var tensors = work.model().state().values().iterator();
    for (int layer = 0; layer < network.getnLayers(); layer++) {
      // Some of its layers list the bias first, ours never do.
      if (network.getLayer(layer).numParams() > 0) {
        set(network, layer + "_W", tensors.next());
        set(network, layer + "_b", tensors.next());
      }
    }
  }

  private static void set(MultiLayerNetwork network, String name, Tensor tensor) {
    var dims = Arrays.stream(tensor.shape().toArray()).asLongStream().toArray();
    var values = array(tensor.values(), dims);
    network.setParam(name, dims.length == 2 ? values.transpose() : values);
  }

  private static Step training(MultiLayerNetwork network, Work work) {
    var x = work.inputs();
    var y = targets(work);
    var outputs = y.length / work.batch();
    var dims = dims(work);
    return new Step() {
      @Override
      public float[] run() {
        network.fit(array(x, dims), array(y, work.batch(), outputs));
        return new float[] {(float) network.score()};
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  private static Step inference(MultiLayerNetwork network, Work work) {
    var x = work.inputs();
    var dims = dims(work);
    return new Step() {
      @Override
      public float[] run() {
        return network.output(array(x, dims), false).data().asFloat();
      }

      @Override
      public void close() {
        network.close();
      }
    };
  }

  private static long[] dims(Work work) {
    var dims = work.model().input().batch(work.batch()).toArray();
    return Arrays.stream(dims).asLongStream().toArray();
  }

  private static INDArray array(float[] values, long... dims) {
    return Nd4j.create(values, dims, DataType.FLOAT);
  }

  /** Classes as rows of zeros and a one, which is how Deeplearning4j takes them. */
  private static float[] targets(Work work) {
    var y = work.targets();
    if (!work.network().isClassifier()) {
      return y;
    }
    int classes = work.model().output().size();
    var rows = new float[y.length * classes];
    for (int i = 0; i < y.length; i++) {
      rows[i * classes + (int) y[i]] = 1;
    }
    return rows;
  }
}
