package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.identity;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.relu;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadonn.layer.Network.Step;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

class NetworkTest {

  private static Step step(String name, Layer layer, String... inputs) {
    return new Step(name, layer, List.of(inputs));
  }

  @Test
  void waysPartAndMeet() {
    var network =
        new Network(
            List.of(
                step("block.a", linear(3, 3), Network.INPUT),
                step("block.b", linear(3, 3), "block.a"),
                step("sum", identity(), "block.b", "block.a", Network.INPUT),
                step("act", relu(), "sum")));
    var model = new Model(network, Shape.of(3), 1);
    assertEquals(
        List.of("block.a.weight", "block.a.bias", "block.b.weight", "block.b.bias"),
        List.copyOf(model.state().keySet()));
    assertEquals(
        List.of("block.a", "block.b", "sum", "sum", "act"),
        model.record(1).graph().nodes().stream().map(Node::path).toList());
  }

  @Test
  void stepsThatCannotBe() {
    for (var steps :
        List.of(
            List.of(step("a", relu(), "a")),
            List.of(step("a", relu(), "b"), step("b", relu(), "a")),
            List.of(step("a", relu(), Network.INPUT), step("a", relu(), Network.INPUT)),
            List.of(step("", relu(), Network.INPUT)),
            List.of(step(Network.INPUT, relu(), Network.INPUT)))) {
      assertThrows(IllegalArgumentException.class, () -> new Network(steps));
    }
    assertThrows(IllegalArgumentException.class, () -> step("a", relu()));
  }

  @Test
  void theErrorNamesTheStep() {
    var network = new Network(List.of(step("conv", conv2d(1, 2, 3), Network.INPUT)));
    var e = assertThrows(ShapeException.class, () -> new Model(network, Shape.of(3), 1));
    assertEquals("Layer 'conv': ", String.valueOf(e.getMessage()).substring(0, 14));
  }
}
