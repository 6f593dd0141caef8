package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.plan.Buffer;
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
            Arguments.of("deep", DeepModel.training().plan())));
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

  /** What the model of 96 pixels and a batch of 32 needs, so that a change shows. */
  @Test
  void orientationModelNeeds() {
    var model = OrientationModel.of(96, 32);
    long training = new MemoryPlan(model.training().plan()).bytes();
    long inference = new MemoryPlan(model.inference().plan()).bytes();
    long everyTensor = model.training().plan().buffers().stream().mapToLong(Buffer::bytes).sum();
    System.out.printf(
        "OrientationModel, 96 pixels, batch 32: training %.1f MB (%.1f MB unshared), inference %.1f MB%n",
        training / 1e6, everyTensor / 1e6, inference / 1e6);
    // The first feature map, 32 × 32 × 96 × 96 floats, is 37.7 MB; ReLU takes its place.
    long firstMap = 4L * 32 * 32 * 96 * 96;
    assertTrue(inference < 1.6 * firstMap, "inference keeps more than two feature maps");
    assertTrue(training < 0.6 * everyTensor, "training shares too little");
  }
}
