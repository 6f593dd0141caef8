package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Program;
import org.tornadonn.op.F;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;
import org.tornadonn.plan.Value;

/** Elementwise kernels that follow each other run as one loop. */
class ChainTest {

  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(1),
          Shape.of(7),
          Shape.of(2, 16),
          Shape.of(3, 5, 7),
          Shape.of(64, 33),
          Shape.of(2, 3, 40, 41));

  /** A random expression of three operands and of numbers. */
  private record Case(int seed, boolean arithmetic) {

    Shape shape() {
      return SHAPES.get(seed % SHAPES.size());
    }

    Graph graph(List<Value> operands, List<Value> results) {
      var random = new Random(seed);
      var graph = new Graph();
      for (int i = 0; i < 3; i++) {
        var shape = i == 0 ? shape() : broadcast(shape(), random);
        operands.add(graph.inputWithGradient("x" + i, shape));
      }
      var values = new ArrayList<>(operands);
      int length = 3 + random.nextInt(12);
      for (int i = 0; i < length; i++) {
        var a = i == 0 ? operands.getFirst() : pick(values, random);
        values.add(next(a, pick(values, random), random));
      }
      var all = F.add(F.mul(operands.get(1), operands.get(2)), operands.getFirst());
      var last = F.add(values.getLast(), all);
      results.add(last);
      results.add(F.mul(pick(values, random), last));
      return graph;
    }

    private static Value pick(List<Value> values, Random random) {
      return values.get(random.nextInt(values.size()));
    }

    /** Some axes have size 1, or those in front are missing. */
    private static Shape broadcast(Shape shape, Random random) {
      int from = random.nextInt(shape.rank() + 1);
      return Shape.of(
          IntStream.range(from, shape.rank())
              .map(axis -> random.nextInt(3) == 0 ? 1 : shape.dim(axis))
              .toArray());
    }

    private Value next(Value a, Value b, Random random) {
      return switch (random.nextInt(arithmetic ? 16 : 26)) {
        case 0 -> F.add(a, b);
        case 1 -> F.sub(a, b);
        case 2 -> F.mul(a, b);
        case 3 -> F.div(a, F.add(F.abs(b), 1));
        case 4 -> F.maximum(a, b);
        case 5 -> F.minimum(a, b);
        case 6 -> F.neg(a);
        case 7 -> F.sqrt(F.add(F.abs(a), 0.5f));
        case 8 -> F.relu(a);
        case 9 -> F.clamp(a, -0.5f, 0.75f);
        case 10 -> F.where(F.lt(a, b), a, F.mul(b, 0.5f));
        case 11 -> F.leakyRelu(a, 0.01f);
        case 12 -> F.hardswish(a);
        case 13 -> F.sub(1, a);
        case 14 -> F.mul(a, a);
        case 15 -> F.reciprocal(F.add(F.mul(a, a), 1));
        case 16 -> F.sigmoid(a);
        case 17 -> F.tanh(a);
        case 18 -> F.gelu(a);
        case 19 -> F.exp(F.neg(F.abs(a)));
        case 20 -> F.log(F.add(F.abs(a), 1));
        case 21 -> F.silu(a);
        case 22 -> F.softplus(a);
        case 23 -> F.erf(a);
        case 24 -> F.atan(a);
        default -> F.elu(a);
      };
    }

    /** Results without and with gradients, then those of a weighted sum of the first result. */
    List<float[]> run(Version version, int threads) {
      var operands = new ArrayList<Value>();
      var results = new ArrayList<Value>();
      var graph = graph(operands, results);
      var y = results.getFirst();
      var weights = graph.constant("weights", y.shape(), Kernels.random(y.shape().size(), seed));
      var loss = F.sum(F.mul(y, weights));
      var lowering = Lowering.gradients(graph, loss, results.toArray(Value[]::new));
      var inference = Lowering.inference(graph, results.toArray(Value[]::new));
      var found = new ArrayList<float[]>();
      for (var one : List.of(inference, lowering)) {
        try (var executor = new JvmExecutor(threads, version);
            var program = executor.load(List.of(one.plan()), Map.of())) {
          for (int i = 0; i < operands.size(); i++) {
            var slice = one.slice(operands.get(i));
            float[] x = Kernels.random(slice.size(), seed + i);
            System.arraycopy(x, 0, program.array(slice.buffer()), slice.offset(), x.length);
          }
          program.run(one.plan());
          for (var result : results) {
            found.add(numbers(program, one.slice(result)));
          }
          for (var operand : one == inference ? List.<Value>of() : operands) {
            found.add(numbers(program, one.gradient(operand)));
          }
        }
      }
      return found;
    }

    private static float[] numbers(Program program, Slice slice) {
      float[] array = program.array(slice.buffer());
      return Arrays.copyOfRange(array, slice.offset(), slice.offset() + slice.size());
    }

    @Override
    public String toString() {
      return (arithmetic ? "arithmetic " : "functions ") + seed + " of " + shape();
    }
  }

  static List<Case> cases() {
    return IntStream.range(0, 60).mapToObj(seed -> new Case(seed, seed % 2 == 0)).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void chainsComputeWhatPortableLoopsDo(Case c) {
    var portable = c.run(Version.PORTABLE, 1);
    var tuned = c.run(Version.TUNED, 1);
    var fused = c.run(Version.FUSED, 2);
    for (int i = 0; i < portable.size(); i++) {
      float largest = 0;
      for (float number : portable.get(i)) {
        largest = Math.max(largest, Math.abs(number));
      }
      for (int j = 0; j < portable.get(i).length; j++) {
        var where = "result " + i + ", element " + j;
        assertEquals(tuned.get(i)[j], fused.get(i)[j], where);
        float expected = portable.get(i)[j];
        float actual = fused.get(i)[j];
        boolean isSum = i >= 4;
        float tolerance = c.arithmetic() && !isSum ? 0 : 2e-5f * (1 + largest);
        assertTrue(
            Math.abs(expected - actual) <= tolerance
                || (Float.isNaN(expected) && Float.isNaN(actual)),
            where + ": " + actual + " instead of " + expected);
      }
    }
  }

  private static List<String> placements(Plan plan) {
    try (var executor = new JvmExecutor(1, Version.FUSED);
        var program = executor.load(List.of(plan), Map.of())) {
      return program.placements(plan).stream().map(Placement::step).toList();
    }
  }

  @Test
  void neighboursAreOnePlacement() {
    var graph = new Graph();
    var x = graph.input("x", Shape.of(3, 8));
    var y = F.relu(F.add(F.mul(x, graph.input("scale", Shape.of(8))), x));
    assertEquals(
        List.of("mul forward + add forward + relu forward"),
        placements(Lowering.inference(graph, y).plan()));
  }

  /** What others need of a result that the chain has at hand for one element at a time. */
  @Test
  void otherElementsEndTheChain() {
    var graph = new Graph();
    var x = graph.input("x", Shape.of(3, 8));
    var y = F.add(F.relu(x), 1);
    var sum = F.sum(y, 1);
    var z = F.sub(F.neg(y), F.reshape(F.relu(sum), 3, 1));
    var steps = placements(Lowering.inference(graph, z).plan());
    assertEquals("relu forward + add forward", steps.getFirst());
    assertEquals(1, steps.stream().filter(step -> step.contains("neg")).count());
    assertEquals(2, steps.stream().filter(step -> step.contains("relu")).count());
  }

  @Test
  void whatPassesWithinAChainTakesNoMemory() {
    var graph = new Graph();
    var x = graph.input("x", Shape.of(1000));
    var y = F.mul(F.silu(x), F.tanh(F.exp(x)));
    var plan = Lowering.inference(graph, y).plan();
    long separate;
    long together;
    try (var executor = new JvmExecutor(1, Version.TUNED)) {
      separate = executor.footprint(List.of(plan)).bytes();
    }
    try (var executor = new JvmExecutor(1, Version.FUSED)) {
      together = executor.footprint(List.of(plan)).bytes();
    }
    assertEquals(2 * 4000, together);
    assertTrue(separate > together, separate + " bytes");
  }
}
