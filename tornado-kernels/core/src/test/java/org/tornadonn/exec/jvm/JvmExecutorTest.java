package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadonn.op.Conv2d;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Flatten;
import org.tornadonn.op.ImageSizes;
import org.tornadonn.op.Linear;
import org.tornadonn.op.MaxPool2d;
import org.tornadonn.op.MaxPool2dInputGradient;
import org.tornadonn.op.MeanSquaredError;
import org.tornadonn.op.ReLU;
import org.tornadonn.op.ReLUForward;
import org.tornadonn.op.ReLUInputGradient;
import org.tornadonn.op.Window;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

class JvmExecutorTest {

  /** A small convolutional network: every fusion of the executor occurs in it. */
  private static final class Network {

    final Graph graph = new Graph();
    final Value x = graph.input("x", Shape.of(5, 2, 13, 13));
    final Value target = graph.input("target", Shape.of(5, 3));
    final Value fill = graph.control("fill", Shape.of(1));
    final Value y;
    final Value loss;

    Network() {
      var h = block("a", x, 9);
      h = block("b", h, 17);
      h = graph.apply("flatten", new Flatten(), h);
      var w = graph.parameter("fc.weight", Shape.of(3, h.shape().dim(1)));
      y = graph.apply("fc", new Linear(), h, w, graph.parameter("fc.bias", Shape.of(3)));
      loss = graph.apply("loss", new MeanSquaredError(), y, target, fill);
    }

    private Value block(String name, Value h, int channels) {
      var w = graph.parameter(name + ".weight", Shape.of(channels, h.shape().dim(1), 3, 3));
      var b = graph.parameter(name + ".bias", Shape.of(channels));
      h = graph.apply(name, new Conv2d(Window.square(3, 1, 1)), h, w, b);
      h = graph.apply(name + " relu", new ReLU(), h);
      return graph.apply(name + " pool", new MaxPool2d(Window.square(2, 2, 0)), h);
    }

    /** Prediction, loss and gradients. */
    List<float[]> run(int threads, boolean tuned) {
      var lowering = Lowering.gradients(graph, loss, y);
      var given = new HashMap<Buffer, float[]>();
      given.put(lowering.parameters(), Kernels.random(graph.parameterSize(), 1));
      try (var executor = new JvmExecutor(threads, tuned);
          var program = executor.load(List.of(lowering.plan()), given)) {
        copy(Kernels.random(x.shape().size(), 2), program.array(lowering.slice(x).buffer()));
        copy(Kernels.random(15, 3), program.array(lowering.slice(target).buffer()));
        program.array(lowering.slice(fill).buffer())[0] = 4;
        program.run(lowering.plan());
        program.run(lowering.plan());
        return List.of(
            program.array(lowering.slice(y).buffer()),
            program.array(lowering.slice(loss).buffer()),
            program.array(lowering.gradients()));
      }
    }

    private static void copy(float[] from, float[] to) {
      System.arraycopy(from, 0, to, 0, from.length);
    }
  }

  @Test
  void tunedKernelsTrainLikeThePortableOnes() {
    var portable = new Network().run(1, false);
    var tuned = new Network().run(2, true);
    for (int i = 0; i < portable.size(); i++) {
      double largest = 0;
      for (float value : portable.get(i)) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertTrue(largest > 0);
      for (int j = 0; j < portable.get(i).length; j++) {
        assertEquals(portable.get(i)[j], tuned.get(i)[j], 1e-5 * largest);
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    var one = new Network().run(1, true);
    for (int threads : new int[] {2, 5}) {
      var more = new Network().run(threads, true);
      for (int i = 0; i < one.size(); i++) {
        assertArrayEquals(one.get(i), more.get(i));
      }
    }
  }

  @Test
  void fusesOnlyWhatBelongsTogether() {
    var sizes = new ImageSizes(1, 1, 4, 4, 1, 4, 4);
    float[] x = new float[16];
    float[] y = new float[16];
    var conv = new Conv2dForward(x, x, 0, x, -1, y, sizes, Window.square(3, 1, 1));
    assertFalse(VectorKernels.fused(conv, new ReLUForward(y, 0, y, 16)).isEmpty());
    assertTrue(VectorKernels.fused(conv, new ReLUForward(y, 0, x, 16)).isEmpty());
    assertTrue(VectorKernels.fused(conv, new ReLUForward(x, 0, x, 16)).isEmpty());
    assertTrue(VectorKernels.fused(conv, new ReLUForward(y, 0, y, 15)).isEmpty());

    var pooled = new ImageSizes(1, 1, 4, 4, 1, 2, 2);
    float[] dy = new float[4];
    var halving = Window.square(2, 2, 0);
    var pool = new MaxPool2dInputGradient(dy, dy, x, 0, pooled, halving);
    var adding = new MaxPool2dInputGradient(dy, dy, x, 1, pooled, halving);
    assertFalse(VectorKernels.fused(pool, new ReLUInputGradient(y, x, x, 0, 0, 16)).isEmpty());
    assertTrue(VectorKernels.fused(adding, new ReLUInputGradient(y, x, x, 0, 0, 16)).isEmpty());
    assertTrue(VectorKernels.fused(pool, new ReLUInputGradient(y, x, y, 0, 0, 16)).isEmpty());
    assertTrue(VectorKernels.fused(pool, new ReLUInputGradient(y, x, x, 0, 1, 16)).isEmpty());
  }
}
