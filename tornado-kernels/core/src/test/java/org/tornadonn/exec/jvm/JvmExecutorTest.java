package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tornadonn.exec.Grouping;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.loss.MeanSquaredError;
import org.tornadonn.op.pooling.MaxPool2d;
import org.tornadonn.op.shape.Flatten;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;
import uk.ac.manchester.tornado.api.TaskGraph;

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

    float[] predict(Version version) {
      var lowering = Lowering.inference(graph, y);
      var given = new HashMap<Buffer, float[]>();
      given.put(lowering.parameters(), Kernels.random(graph.parameterSize(), 1));
      try (var executor = new JvmExecutor(2, version);
          var program = executor.load(List.of(lowering.plan()), given)) {
        copy(Kernels.random(x.shape().size(), 2), program.array(lowering.slice(x).buffer()));
        program.run(lowering.plan());
        float[] first = program.array(lowering.slice(y).buffer()).clone();
        program.run(lowering.plan());
        assertArrayEquals(first, program.array(lowering.slice(y).buffer()));
        return first;
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

  /** How the calls of the inference plan are grouped. */
  private static List<Integer> groups(Graph graph, Value... results) {
    return Grouping.of(Lowering.inference(graph, results).plan(), new VectorFusible())
        .groups()
        .stream()
        .map(group -> group.calls().size())
        .toList();
  }

  @Test
  void fusesOnlyWhatNobodyElseReads() {
    var network = new Network();
    assertEquals(List.of(3, 3, 1), groups(network.graph, network.y));
    var convolution = network.graph.nodes().get(0).output();
    assertEquals(List.of(1, 1, 1, 3, 1), groups(network.graph, network.y, convolution));
    var relu = network.graph.nodes().get(1).output();
    assertEquals(List.of(2, 1, 3, 1), groups(network.graph, network.y, relu));
  }

  /** What a group reads must not lie where it writes. */
  @Test
  void fusionChangesNothingInInference() {
    var network = new Network();
    assertArrayEquals(network.predict(Version.TUNED), network.predict(Version.FUSED));
  }

  @Test
  void fusesOtherPoolsNot() {
    var graph = new Graph();
    var x = graph.input("x", Shape.of(2, 3, 8, 8));
    var w = graph.parameter("w", Shape.of(4, 3, 3, 3));
    var h = graph.apply("conv", new Conv2d(Window.square(3, 1, 1)), x, w);
    assertEquals(
        List.of(1, 1), groups(graph, graph.apply("p", new MaxPool2d(Window.square(3, 2, 0)), h)));
    assertEquals(
        List.of(2), groups(graph, graph.apply("p", new MaxPool2d(Window.square(2, 2, 0)), h)));
  }

  /** A kernel of users that wants arrays of its size from the start. */
  private record Doubled(float[] x, float[] y) implements Kernel {

    Doubled {
      if (x.length != 3 || y.length != 3) {
        throw new IllegalArgumentException("3 numbers, not " + x.length);
      }
    }

    @Override
    public int size() {
      return 3;
    }

    @Override
    public void run(int from, int to) {
      for (int i = from; i < to; i++) {
        y[i] = 2 * x[i];
      }
    }

    @Override
    public void addTo(TaskGraph graph, String id) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aKernelMayCheckItsArrays() {
    var x = new Buffer("x", Shape.of(3), Role.INPUT);
    var y = new Buffer("y", Shape.of(3), Role.OUTPUT);
    var call =
        new KernelCall(
            "mine",
            "double",
            "forward",
            List.of(x.whole()),
            List.of(y.whole()),
            List.of(),
            false,
            3,
            m -> new Doubled(m.of(x.whole()), m.of(y.whole())));
    var plan = new Plan("mine", List.of(call));
    try (var executor = new JvmExecutor();
        var program = executor.load(List.of(plan), Map.of())) {
      System.arraycopy(new float[] {1, 2, 3}, 0, program.array(x), 0, 3);
      program.run(plan);
      assertArrayEquals(new float[] {2, 4, 6}, program.array(y));
    }
  }
}
