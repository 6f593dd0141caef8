package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.conformance.oracle.Sum;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.op.update.Accumulation;
import org.tornadonn.op.update.ClipGradNorm;
import org.tornadonn.op.update.ClipGradValue;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Kernel;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;

/** What happens to gradients between backward and update: accumulation and clipping. */
class ClippingTest {

  static final List<DeviceUnderTest> DEVICES = DevicesUnderTest.get().present();

  /**
   * Gradients, and what is added up of them, clipped by norm in one plan and by value in another.
   */
  private static final class Clips {
    final Buffer g;
    final Buffer norm = ClipGradNorm.norm();
    final Accumulation accumulation;
    final Plan sum;
    final Plan byNorm;
    final Plan byValue;

    Clips(int size, float limit) {
      g = new Buffer("gradients", Shape.of(size), Role.GRADIENT);
      accumulation = Accumulation.of(g.whole());
      sum = new Plan("sum", List.of(accumulation.call()));
      byNorm = new Plan("norm", new ClipGradNorm(limit).calls(g.whole(), norm.whole()));
      byValue = new Plan("value", List.of(new ClipGradValue(limit).call(g.whole())));
    }

    List<Plan> plans() {
      return List.of(sum, byNorm, byValue);
    }
  }

  /** One of each kernel. */
  static List<Kernel> kernels() {
    var clips = new Clips(1, 1);
    var memory = new HostMemory(clips.plans(), Map.of());
    return clips.plans().stream()
        .flatMap(plan -> plan.calls().stream())
        .map(call -> call.bind(memory))
        .toList();
  }

  /** {@code norm} holds the norm and the factor. */
  private record Clipped(float[] norm, float[] values) {}

  private static Clipped byNorm(Executor executor, float[] gradients, float limit) {
    var clips = new Clips(gradients.length, limit);
    try (var program = executor.load(List.of(clips.byNorm), Map.of(clips.g, gradients.clone()))) {
      program.run(clips.byNorm);
      program.fetch(clips.g);
      return new Clipped(program.array(clips.norm).clone(), program.array(clips.g).clone());
    }
  }

  private static float[] byValue(Executor executor, float[] gradients, float limit) {
    var clips = new Clips(gradients.length, limit);
    try (var program = executor.load(List.of(clips.byValue), Map.of(clips.g, gradients.clone()))) {
      program.run(clips.byValue);
      program.fetch(clips.g);
      return program.array(clips.g).clone();
    }
  }

  private static double norm(float[] gradients) {
    double sum = 0;
    for (float g : gradients) {
      sum += (double) g * g;
    }
    return Math.sqrt(sum);
  }

  private static double[] clipped(float[] gradients, double limit) {
    double factor = limit / (norm(gradients) + 1e-6);
    double applied = factor > 1 ? 1 : factor;
    return Arrays.stream(Float64Run.widen(gradients)).map(g -> g * applied).toArray();
  }

  static List<Fixture.OfClipping> fixtures() {
    return Fixture.clippings();
  }

  private static float[] gradients(Fixture.OfClipping fixture) {
    var gradients = Numbers.of(231, fixture.size());
    if (fixture.special() != 0) {
      gradients[fixture.size() / 2] = fixture.special();
    }
    return gradients;
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void definitionEqualsPyTorch(Fixture.OfClipping fixture) {
    var g = gradients(fixture);
    assertEquals(fixture.norm(), norm(g), Tolerances.FLOAT64);
    assertArrayEquals(fixture.byNorm(), clipped(g, fixture.limit()), Tolerances.FLOAT64);
  }

  /** Sizes that fit no stretch, and more than one part of each sum; NaN and infinities. */
  @ParameterizedTest
  @FieldSource("DEVICES")
  void clipsByNormAndByValue(DeviceUnderTest device) {
    for (var fixture : fixtures()) {
      var g = gradients(fixture);
      check(device, g, fixture.limit());
      Tolerances.EXACT.check(
          fixture + " by value", fixture.byValue(), byValue(device.executor(), g, fixture.limit()));
    }
    check(device, Numbers.of(232, 20_011), 0.5f);
  }

  private static void check(DeviceUnderTest device, float[] g, float limit) {
    var clipped = byNorm(device.executor(), g, limit);
    var what = "%d gradients, norm %s".formatted(g.length, norm(g));
    // Of the 128 · 3 sums, each has no more than 128 terms.
    var tolerance = Tolerances.of(new Sum(128, 0));
    tolerance.check(what, new double[] {norm(g)}, Arrays.copyOf(clipped.norm(), 1));
    var expected = clipped(g, limit);
    tolerance.check(what, expected, clipped.values());
    if (norm(g) > 2 * limit && Double.isFinite(norm(g))) {
      assertFalse(tolerance.accepts(expected, g), "not to clip passes");
    }
  }

  @Test
  void theNormIsTheSameForAnyNumberOfThreads() {
    var g = Numbers.of(233, 100_003);
    var norms = new ArrayList<float[]>();
    Stream.of(1, 2, 5)
        .forEach(
            threads -> {
              try (var executor = new JvmExecutor(threads, Version.FUSED)) {
                norms.add(byNorm(executor, g, 1).norm());
              }
            });
    assertArrayEquals(norms.get(0), norms.get(1));
    assertArrayEquals(norms.get(0), norms.get(2));
  }

  /** Three micro-batches of different sizes; what the sum held before is forgotten, also NaN. */
  @ParameterizedTest
  @FieldSource("DEVICES")
  void microBatchesAddUp(DeviceUnderTest device) {
    int size = 207;
    var clips = new Clips(size, 1);
    var old = new float[size];
    Arrays.fill(old, Float.NaN);
    var control = clips.accumulation.control().buffer();
    var given = new Buffer("given", Shape.of(size), Role.INPUT);
    var copy = copy(given, clips.g);
    var expected = new double[size];
    try (var program =
        device
            .executor()
            .load(List.of(copy, clips.sum), Map.of(clips.accumulation.sum().buffer(), old))) {
      int[] samples = {3, 3, 1};
      for (int i = 0; i < samples.length; i++) {
        var g = Numbers.of(234 + i, size);
        System.arraycopy(g, 0, program.array(given), 0, size);
        var told = Accumulation.control(i == 0, samples[i], 7);
        System.arraycopy(told, 0, program.array(control), 0, told.length);
        program.run(copy);
        program.run(clips.sum);
        for (int j = 0; j < size; j++) {
          expected[j] += g[j] * samples[i] / 7.0;
        }
      }
      program.fetch(clips.g);
      Tolerances.of(new Sum(6, 1)).check("mean", expected, program.array(clips.g));
    }
  }

  private static Plan copy(Buffer from, Buffer to) {
    return new Plan(
        "copy",
        List.of(
            new KernelCall(
                "",
                "copy",
                "forward",
                List.of(from.whole()),
                List.of(to.whole()),
                List.of(),
                false,
                0,
                m ->
                    new Copy(m.of(from.whole()), 0, m.of(to.whole()), 0, 0, from.shape().size()))));
  }
}
