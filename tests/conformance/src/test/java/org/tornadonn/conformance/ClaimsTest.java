package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Role;

/**
 * What every kernel call claims about itself, tried on its portable loop: it writes all of its
 * {@code writes} whatever they held, adds to its {@code adds}, touches nothing else, and its
 * indices may run in any order.
 */
class ClaimsTest {

  static Stream<GraphCase> cases() {
    return Stream.concat(TwiceCases.all().stream(), ModelCases.all().stream());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void callsDoWhatTheyClaim(GraphCase c) {
    var lowering = Lowering.gradients(c.graph(), c.loss(), c.result());
    var memory = OwnMemory.of(lowering, c);
    for (var call : lowering.plan().calls()) {
      var poisoned = memory.copy();
      call.writes().forEach(poisoned::poison);
      var kernel = call.bind(poisoned);
      kernel.run(0, kernel.size());

      var cleared = memory.copy();
      call.adds().forEach(cleared::clear);
      var alone = call.bind(cleared);
      alone.run(0, alone.size());

      var backwards = memory.copy();
      var pieces = call.bind(backwards);
      for (int i = pieces.size() - 1; i >= 0; i--) {
        pieces.run(i, i + 1);
      }

      for (var slice : call.slices()) {
        assertArrayEquals(
            poisoned.read(slice), backwards.read(slice), call + ": order of indices, " + slice);
      }
      for (var slice : call.writes()) {
        poisoned.assertWritten(slice, call, cleared);
      }
      for (var slice : call.adds()) {
        if (slice.buffer().role() == Role.RUNNING_STATE) {
          continue; // moves in place: BatchNormTest says how far
        }
        var before = memory.read(slice);
        var share = cleared.read(slice);
        var after = poisoned.read(slice);
        for (int i = 0; i < after.length; i++) {
          before[i] += share[i];
        }
        assertArrayEquals(before, after, 1e-5f, call + " does not add to " + slice);
      }
      memory.assertSameElsewhere(poisoned, call);
      memory = poisoned;
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void elementwiseCallsMayWriteInPlace(GraphCase c) {
    var lowering = Lowering.gradients(c.graph(), c.loss(), c.result());
    var memory = OwnMemory.of(lowering, c);
    for (var call : lowering.plan().calls()) {
      if (call.elementwise()) {
        for (var operand : call.reads()) {
          var apart = memory.copy();
          var kernel = call.bind(apart);
          kernel.run(0, kernel.size());
          var to = call.slices().getLast();
          if (operand.size() == to.size() && operand.offset() == 0 && to.offset() == 0) {
            var shared = memory.copy();
            var inPlace = call.bind(slice -> shared.of(slice.equals(to) ? operand : slice));
            if (call.adds().isEmpty()) {
              inPlace.run(0, inPlace.size());
              assertArrayEquals(apart.read(to), shared.read(operand), call + " in place");
            }
          }
        }
      }
      var kernel = call.bind(memory);
      kernel.run(0, kernel.size());
    }
  }
}
