package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.identity;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.relu;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Network.Step;
import org.tornadonn.op.F;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.train.Predictor;

class NetworkTest {

  private static Step step(String name, Block layer, String... inputs) {
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

  /** Gives both halves of what comes. */
  private static final Block HALVES =
      (scope, in) -> {
        var x = F.reshape(in.only(), -1, 2, 2);
        return Values.of("first", F.mul(F.mean(x, 1), 2), "second", F.sum(x, 2));
      };

  private static final Block PRODUCT =
      (scope, in) -> Values.of("product", F.mul(in.get(0), in.get(1)));

  @Test
  void stepsTakeOperandsAndGiveSeveralValues() {
    var network =
        new Network(
            List.of(
                step("halves", HALVES, "x"),
                step("square", PRODUCT, "halves", "halves"),
                step("product", PRODUCT, "halves:second", "y"),
                step("all", relu(), "square", "product")),
            List.of("x", "y"),
            List.of("all", "halves:second"));
    var model = new Model(network, Signature.of("a", Shape.of(4)).and("b", Shape.of(2)), 1);
    assertEquals(List.of("all", "halves:second"), model.outputs().names());
    try (var predictor = new Predictor(model, Device.jvm())) {
      // sums over the first axis: 4, 6; over the second: 3, 7
      float[] y = predictor.predict(new float[] {1, 2, 3, 4, 10, -100}, 1);
      assertArrayEquals(new float[] {16 + 30, 0, 3, 7}, y);
    }
  }

  @Test
  void aNetworkOfSeveralInputsIsABlockAmongOthers() {
    var inner = new Network(List.of(step("p", PRODUCT, "x", "y")), List.of("x", "y"), List.of());
    var outer = new Network(List.of(step("n", inner, Network.INPUT, Network.INPUT)));
    var model = new Model(outer, Shape.of(2), 1);
    try (var predictor = new Predictor(model, Device.jvm())) {
      assertArrayEquals(new float[] {9, 16}, predictor.predict(new float[] {3, 4}, 1));
    }
    assertThrows(IllegalArgumentException.class, () -> new Model(inner, Shape.of(2), 1));
  }

  @Test
  void outputsThatCannotBe() {
    var one = List.of(step("a", relu(), Network.INPUT));
    assertThrows(IllegalArgumentException.class, () -> new Network(one, List.of(), List.of("b")));
    assertThrows(
        IllegalArgumentException.class, () -> new Network(one, List.of(), List.of("a", "a")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Model(new Network(one, List.of(), List.of("a:b")), Shape.of(2), 1));
  }
}
