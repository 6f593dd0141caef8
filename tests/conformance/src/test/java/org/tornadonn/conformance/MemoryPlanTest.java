package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Footprint;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.MemoryPlan;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;

/**
 * No two live buffers share an array. The checker knows nothing of lifetimes: it plays the plan and
 * remembers which buffer wrote each array last; whoever reads must find its own.
 */
class MemoryPlanTest {

  static Stream<Arguments> plans() {
    var small =
        Stream.concat(TwiceCases.all().stream(), ModelCases.all().stream())
            .flatMap(
                c ->
                    Stream.of(
                        Arguments.of(
                            c + ", training",
                            Lowering.gradients(c.graph(), c.loss(), c.result()).plan()),
                        Arguments.of(
                            c + ", inference", Lowering.inference(c.graph(), c.result()).plan())));
    var model = OrientationModel.of(96, 32);
    return Stream.concat(
        small,
        Stream.of(
            Arguments.of("orientation, training", model.training().plan()),
            Arguments.of("orientation, inference", model.inference().plan()),
            Arguments.of("deep", DeepModel.chain().training().plan())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void liveBuffersDoNotShare(String name, Plan plan) {
    var layout = new MemoryPlan(plan);
    var owners = new HashMap<Integer, Buffer>();
    for (var call : plan.calls()) {
      call.reads().forEach(slice -> mayRead(owners, layout, slice.buffer(), call));
      call.adds().forEach(slice -> mayRead(owners, layout, slice.buffer(), call));
      if (!call.elementwise()) {
        assertEquals(
            new HashSet<>(call.slices().stream().map(s -> s.buffer()).toList()).size(),
            call.slices().stream().mapToInt(s -> layout.arrayOf(s.buffer())).distinct().count(),
            name + ": " + call + " reads and writes one array");
      }
      call.writes().forEach(s -> owners.put(layout.arrayOf(s.buffer()), s.buffer()));
    }
    for (var buffer : plan.buffers()) {
      int array = layout.arrayOf(buffer);
      assertTrue(layout.sizes().get(array) >= buffer.shape().size(), buffer + " does not fit");
      if (buffer.role() != Role.ACTIVATION) {
        assertEquals(
            1,
            plan.buffers().stream().filter(other -> layout.arrayOf(other) == array).count(),
            buffer + " shares an array, though it is no activation");
      }
    }
  }

  private static void mayRead(
      Map<Integer, Buffer> owners, MemoryPlan layout, Buffer buffer, KernelCall call) {
    var owner = owners.putIfAbsent(layout.arrayOf(buffer), buffer);
    boolean given = owner == null && buffer.role() != Role.ACTIVATION;
    assertTrue(given || owner == buffer, call + " reads " + buffer + ", but finds there " + owner);
  }

  /** What the model of 480 pixels and a batch of 32 needs, so that a change shows. */
  @Test
  void orientationModelNeeds() {
    var model = OrientationModel.of(480, 32);
    var training = Footprint.of(List.of(model.training().plan()));
    var inference = Footprint.of(List.of(model.inference().plan()));
    var together = Footprint.of(List.of(model.inference().plan(), model.training().plan()));
    long everyTensor = model.training().plan().buffers().stream().mapToLong(Buffer::bytes).sum();
    System.out.printf(
        "OrientationModel, 480 pixels, batch 32: training %.2f GB (%.2f GB unshared), inference %.2f GB%n",
        training.bytes() / 1e9, everyTensor / 1e9, inference.bytes() / 1e9);
    // The first feature map, 32 × 32 × 480 × 480 floats, is 0.94 GB; ReLU takes its place.
    long firstMap = 4L * 32 * 32 * 480 * 480;
    assertEquals(firstMap, training.largest());
    assertTrue(inference.bytes() < 1.6 * firstMap, "inference keeps more than two feature maps");
    assertTrue(training.bytes() < 0.6 * everyTensor, "training shares too little");
    long ofBatch = 4L * 32 * 480 * 480;
    assertTrue(
        together.bytes() < training.bytes() + 2 * ofBatch,
        "inference beside training needs more than its own pictures");
  }

  /** What the JVM allocates, where pooled feature maps are never written. */
  @Test
  void orientationModelNeedsOnTheJvm() {
    try (var jvm = new JvmExecutor(1, Version.FUSED)) {
      long one = jvm.footprint(List.of(OrientationModel.of(480, 1).inference().plan())).bytes();
      var eight = OrientationModel.of(480, 8);
      long training =
          jvm.footprint(List.of(eight.inference().plan(), eight.training().plan())).bytes();
      long parameters = 4L * eight.c().graph().parameterSize();
      System.out.printf(
          "OrientationModel, 480 pixels, on the JVM: predicts one picture in %.1f MB, trains a batch of 8 in %.2f GB%n",
          one / 1e6, training / 1e9);
      assertTrue(one - parameters < 64_000_000, "a prediction needs " + one);
      assertTrue(training < 1_000_000_000, "training needs " + training);
    }
  }
}
