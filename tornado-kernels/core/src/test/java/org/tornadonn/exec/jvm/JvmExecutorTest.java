package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.op.Conv2d;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Flatten;
import org.tornadonn.op.ImageSizes;
import org.tornadonn.op.Linear;
import org.tornadonn.op.MaxPool2d;
import org.tornadonn.op.MaxPool2dForward;
import org.tornadonn.op.MaxPool2dInputGradient;
import org.tornadonn.op.MeanSquaredError;
import org.tornadonn.op.ReLU;
import org.tornadonn.op.ReLUForward;
import org.tornadonn.op.ReLUInputGradient;
import org.tornadonn.op.Window;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Kernel;
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
    List<float[]> run(int threads, Version version) {
      var lowering = Lowering.gradients(graph, loss, y);
      var given = new HashMap<Buffer, float[]>();
      given.put(lowering.parameters(), Kernels.random(graph.parameterSize(), 1));
      try (var executor = new JvmExecutor(threads, version);
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
    var portable = new Network().run(1, Version.PORTABLE);
    var tuned = new Network().run(2, Version.FUSED);
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
    var one = new Network().run(1, Version.FUSED);
    for (int threads : new int[] {2, 5}) {
      var more = new Network().run(threads, Version.FUSED);
      for (int i = 0; i < one.size(); i++) {
        assertArrayEquals(one.get(i), more.get(i));
      }
    }
  }

  /** The largest of neighbours is taken of the same sums, to the bit. */
  @Test
  void fusionChangesNothingForward() {
    var tuned = new Network().run(2, Version.TUNED);
    var fused = new Network().run(2, Version.FUSED);
    assertArrayEquals(tuned.get(0), fused.get(0), "prediction");
    assertArrayEquals(tuned.get(1), fused.get(1), "loss");
  }

  @Test
  void convolutionPoolAndReLUAreOnePlacement() {
    var network = new Network();
    var plan = Lowering.inference(network.graph, network.y).plan();
    try (var executor = new JvmExecutor(1, Version.FUSED);
        var program = executor.load(List.of(plan), Map.of())) {
      assertEquals(
          List.of(
              "a conv2d forward + a pool max_pool2d forward + a relu relu forward",
              "b conv2d forward + b pool max_pool2d forward + b relu relu forward",
              "fc linear forward"),
          program.placements(plan).stream().map(Placement::toString).toList());
    }
  }

  @Test
  void fusesOnlyWhatBelongsTogether() {
    var sizes = new ImageSizes(1, 1, 4, 4, 1, 4, 4);
    float[] x = new float[16];
    float[] y = new float[16];
    var conv = new Conv2dForward(x, x, 0, x, -1, y, sizes, Window.square(3, 1, 1));
    assertEquals(2, fused(conv, new ReLUForward(y, 0, y, 16)));
    assertEquals(0, fused(conv, new ReLUForward(y, 0, x, 16)));
    assertEquals(0, fused(conv, new ReLUForward(x, 0, x, 16)));
    assertEquals(0, fused(conv, new ReLUForward(y, 0, y, 15)));

    var pooled = new ImageSizes(1, 1, 4, 4, 1, 2, 2);
    float[] p = new float[4];
    var halving = Window.square(2, 2, 0);
    var pool = new MaxPool2dForward(y, p, p, 0, pooled, halving);
    var relu = new ReLUForward(p, 0, p, 4);
    assertEquals(3, fused(conv, pool, relu));
    assertEquals(2, fused(conv, pool, new ReLUForward(p, 0, p, 3)));
    assertEquals(2, fused(conv, pool));
    assertEquals(0, Fusion.at(List.of(conv, pool, relu), false).calls(), "y is read elsewhere");
    assertEquals(0, fused(conv, new MaxPool2dForward(x, p, p, 0, pooled, halving)));

    var gradient = new MaxPool2dInputGradient(p, p, x, 0, pooled, halving);
    var adding = new MaxPool2dInputGradient(p, p, x, 1, pooled, halving);
    assertEquals(2, fused(new ReLUInputGradient(y, x, p, 0, 0, 4), gradient));
    assertEquals(0, fused(new ReLUInputGradient(y, x, p, 0, 0, 4), adding));
    assertEquals(0, fused(new ReLUInputGradient(y, x, y, 0, 0, 4), gradient));
    assertEquals(0, fused(new ReLUInputGradient(y, x, p, 0, 1, 4), gradient));
  }

  /** How many calls run as one. */
  private static int fused(Kernel... kernels) {
    return Fusion.at(List.of(kernels), true).calls();
  }
}
