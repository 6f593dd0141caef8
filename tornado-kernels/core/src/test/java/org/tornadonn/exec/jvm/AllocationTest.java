package org.tornadonn.exec.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.exec.jvm.Kernels.random;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.arithmetic.PartialSum;
import org.tornadonn.op.convolution.BiasGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.op.pooling.Halving;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.plan.Kernel;

/**
 * Once compiled, kernels make no objects. A vector that the compiler cannot keep in a register
 * becomes one, for every few numbers, and the kernel several times slower; results stay right.
 */
class AllocationTest {

  private static final int N = 2;
  private static final long ALLOWED = 50_000;

  static Stream<Arguments> kernels() {
    var layers =
        Stream.of(convolutions(1, 32, 64), convolutions(32, 64, 32), convolutions(64, 128, 8));
    var linear = Stream.of(linear(N, 512, 128), linear(64, 512, 128));
    return Stream.concat(layers, linear).flatMap(k -> k);
  }

  private static Stream<Arguments> convolutions(int ci, int co, int size) {
    var s = new ImageSizes(N, ci, size, size, co, size, size);
    var window = Window.square(3, 1, 1);
    int half = size / 2;
    var halved = new ImageSizes(N, co, size, size, co, half, half);
    float[] x = random(N * ci * size * size, 1);
    float[] w = random(co * ci * 9, 2);
    float[] y = random(N * co * size * size, 3);
    float[] z = random(N * co * half * half, 4);
    float[] tap = new float[z.length];
    float[] dw = new float[8 * w.length];
    var halving = Halving.WINDOW;
    var forward = new Conv2dForward(x, w, 0, w, 0, y, s, window);
    var pool = new MaxPool2dForward(y, z, tap, 1, halved, halving);
    var infer = new MaxPool2dForward(y, z, tap, 0, halved, halving);
    var relu = new ReLUForward(z, 0, z, z.length);
    var reluGradient = new ReLUInputGradient(z, z, z, 0, 0, z.length);
    var poolGradient = new MaxPool2dInputGradient(z, tap, y, 0, halved, halving);
    var weights = new Conv2dWeightGradient(x, y, dw, 8, s, window);
    var of = " %d→%d, %d×%d".formatted(ci, co, size, size);
    return Stream.of(
        one("convolution" + of, forward),
        several("convolution, pool and ReLU" + of, forward, pool, relu),
        several("convolution, pool and ReLU of a prediction" + of, forward, infer, relu),
        several("convolution and ReLU" + of, forward, new ReLUForward(y, 0, y, y.length)),
        one("input gradient" + of, new Conv2dInputGradient(y, w, 0, x, 0, s, window)),
        one("added input gradient" + of, new Conv2dInputGradient(y, w, 0, x, 1, s, window)),
        one("weight gradient" + of, weights),
        several("summed weight gradient" + of, weights, new PartialSum(dw, w, 0, 0, 8, w.length)),
        one("bias gradient" + of, new BiasGradient(y, dw, 1, N, co, size * size)),
        one("pool" + of, pool),
        one("pool of a prediction" + of, infer),
        one("ReLU" + of, relu),
        one("ReLU gradient" + of, reluGradient),
        one("pool gradient" + of, poolGradient),
        several("ReLU and pool gradient" + of, reluGradient, poolGradient));
  }

  private static Stream<Arguments> linear(int n, int ci, int co) {
    float[] x = random(n * ci, 1);
    float[] w = random(ci * co, 2);
    float[] y = random(n * co, 3);
    var of = " of %d samples".formatted(n);
    return Stream.of(
        one("linear" + of, new LinearForward(x, w, 0, w, 0, y, n, ci, co)),
        one("linear input gradient" + of, new LinearInputGradient(y, w, 0, x, 0, n, ci, co)),
        one("linear weight gradient" + of, new LinearWeightGradient(x, y, w, 1, n, ci, co)));
  }

  private static Arguments one(String name, Kernel kernel) {
    return Arguments.of(name, VectorKernels.steps(kernel));
  }

  private static Arguments several(String name, Kernel... kernels) {
    return Arguments.of(name, Fusion.steps(List.of(kernels)));
  }

  /** A compile that went wrong by chance is no defect of the kernel: other JVMs have their say. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void compiledKernelsMakeNoObjects(String name, List<Step> steps) throws Exception {
    assertTrue(steps.stream().anyMatch(step -> step.loop().size() > 0), name);
    long some = Allocation.of(steps).whenCompiled(ALLOWED);
    for (int others = 0; some > ALLOWED && others < 2; others++) {
      some = inAnotherJvm(name);
    }
    assertTrue(some <= ALLOWED, name + " still makes " + some + " bytes of objects a run");
  }

  private static long inAnotherJvm(String name) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib"))
        .forEach(command::add);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), AllocationTest.class.getName()));
    command.add(name);
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return Long.parseLong(said.strip());
  }

  /** In a JVM of its own: prints what one kernel allocates. */
  @SuppressWarnings("unchecked") // what kernels() puts there
  public static void main(String[] arguments) throws Exception {
    var steps =
        kernels()
            .map(Arguments::get)
            .filter(kernel -> kernel[0].equals(arguments[0]))
            .map(kernel -> (List<Step>) kernel[1])
            .findFirst()
            .orElseThrow();
    System.out.println(Allocation.of(steps).whenCompiled(ALLOWED));
  }
}
