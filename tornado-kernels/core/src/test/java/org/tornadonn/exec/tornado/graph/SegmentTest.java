package org.tornadonn.exec.tornado.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tornadonn.exec.Grouping;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;

class SegmentTest {

  private static final Buffer X = buffer("x", Role.INPUT);
  private static final Buffer RATE = buffer("rate", Role.CONTROL);
  private static final Buffer Y = buffer("y", Role.ACTIVATION);

  private static Buffer buffer(String name, Role role) {
    return new Buffer(name, Shape.of(4), role);
  }

  private static KernelCall call(Buffer from, Buffer to) {
    return new KernelCall(
        "",
        "relu",
        from.name(),
        List.of(from.whole()),
        List.of(to.whole()),
        List.of(),
        false,
        0,
        memory -> new ReLUForward(memory.of(from.whole()), 0, memory.of(to.whole()), 4));
  }

  private static Grouping grouping(int calls) {
    var list = new ArrayList<>(List.of(call(X, Y), call(RATE, Y)));
    while (list.size() < calls) {
      list.add(call(Y, Y));
    }
    return Grouping.none(new Plan("plan", list));
  }

  @Test
  void everySegmentIsSentWhatItReads() {
    var segments = Segment.cut(grouping(2), "s", _ -> 60, false);
    assertEquals(List.of(Set.of(X), Set.of(RATE)), segments.stream().map(Segment::sent).toList());
    assertEquals(List.of("s0", "s1"), segments.stream().map(Segment::id).toList());
    assertEquals(Set.of(X, Y), segments.getFirst().buffers());
  }

  @Test
  void anEntranceIsSentEverything() {
    var segments = Segment.cut(grouping(3), "s", _ -> 1, true);
    assertEquals(2, segments.size());
    var entrance = segments.getFirst();
    assertTrue(entrance.isEntrance());
    assertEquals(Set.of(X, RATE), entrance.sent());
    assertEquals(Set.of(X, RATE), entrance.buffers());
    assertEquals(Set.of(), entrance.written());
    assertFalse(segments.getLast().isEntrance());
    assertEquals(Set.of(), segments.getLast().sent());
    assertEquals(Set.of(X, RATE, Y), segments.getLast().buffers());
  }

  @Test
  void whereNothingIsSentThereIsNoEntrance() {
    var plan = Grouping.none(new Plan("plan", List.of(call(Y, Y))));
    assertEquals(
        List.of("s0"), Segment.cut(plan, "s", _ -> 1, true).stream().map(Segment::id).toList());
  }
}
