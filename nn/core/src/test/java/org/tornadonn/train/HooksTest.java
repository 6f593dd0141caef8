package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Nearest;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.StateException;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** What layers give, and the gradients of that; the conformance suite has PyTorch's numbers. */
class HooksTest {

  private static final Shape PICTURE = Shape.of(1, 4, 4);

  static List<Device> devices() {
    return DevicesUnderTest.all();
  }

  private static Model model() {
    var body = named("body", conv2d(1, 3, 3).padding(1), relu(), maxPool2d(2));
    return new Model(sequential(body, flatten(), dropout(0.5f), linear(12, 2)), PICTURE, 1);
  }

  private static Tensor pictures(int n) {
    var x = new float[16 * n];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 37 % 101 / 50f - 1;
    }
    return new Tensor(Shape.of(n, 1, 4, 4), x);
  }

  private static Tensor of(Map<String, Tensor> all, String layer) {
    return Objects.requireNonNull(all.get(layer), layer);
  }

  private static Trainer trainer(Model model, int batchSize, StepOptions options) {
    return new Trainer(
        model, Loss.crossEntropy(), Optimizer.sgd(0.1f), batchSize, Device.jvm(), options);
  }

  /** Any number of samples, batch by batch, of the model as it is now. */
  @ParameterizedTest
  @MethodSource("devices")
  void aPredictorGivesWhatLayersGive(Device device) {
    var model = model();
    var body = new Model(sequential(conv2d(1, 3, 3).padding(1), relu(), maxPool2d(2)), PICTURE, 1);
    try (var predictor = new Predictor(model, 2, device, "body", "1", "2", "body.0")) {
      for (int i = 0; i < 2; i++) {
        var found = predictor.activations(pictures(5));
        assertEquals(Set.of("body", "1", "2", "body.0"), found.keySet());
        assertEquals(Shape.of(5, 3, 2, 2), of(found, "body").shape());
        assertEquals(Shape.of(5, 12), of(found, "1").shape());
        assertEquals(Shape.of(5, 3, 4, 4), of(found, "body.0").shape());
        assertArrayEquals(of(found, "body").values(), of(found, "1").values());
        assertArrayEquals(of(found, "1").values(), of(found, "2").values(), "no dropout");
        body.load(
            Map.of(
                "0.weight", of(model.state(), "body.0.weight"),
                "0.bias", of(model.state(), "body.0.bias")),
            true);
        try (var alone = new Predictor(body, 5, Device.jvm())) {
          var expected = alone.predict(pictures(5)).values();
          assertArrayEquals(expected, of(found, "body").values(), 1e-5f);
        }
        model.values()[0] += 0.5f;
        model.changed();
      }
      assertEquals(Shape.of(3, 2), predictor.predict(pictures(3)).shape());
    }
  }

  /** Grad-CAM's numbers are slopes. */
  @ParameterizedTest
  @MethodSource("devices")
  void anInputGradientGivesThoseOfLayers(Device device) {
    var model = model();
    var head = new Model(linear(12, 2), Shape.of(12), 1);
    head.load(
        Map.of("weight", of(model.state(), "3.weight"), "bias", of(model.state(), "3.bias")), true);
    try (var gradient =
            new InputGradient(
                model, out -> F.square(F.select(out.only(), 1, 1)), 2, device, "body", "body.0");
        var predictor = new Predictor(head, 1, Device.jvm())) {
      gradient.of(pictures(3).values(), 3);
      var y = gradient.activations();
      var dy = gradient.activationGradients();
      assertEquals(Shape.of(1, 3, 2, 2), of(y, "body").shape(), "the last batch has one sample");
      var a = of(y, "body").values();
      for (int i = 0; i < a.length; i++) {
        float before = a[i];
        a[i] = before + 0.1f;
        double up = predictor.predict(a, 1)[1];
        a[i] = before - 0.1f;
        double down = predictor.predict(a, 1)[1];
        a[i] = before;
        assertEquals((up * up - down * down) / 0.2, of(dy, "body").values()[i], 1e-4);
      }
      assertEquals(of(y, "body.0").shape(), of(dy, "body.0").shape());
    }
  }

  /** A step of micro-batches has the last one's; the hooks change nothing. */
  @Test
  void hooksChangeNoStep() {
    var x = pictures(5).values();
    float[] y = {0, 1, 1, 0, 1};
    var model = model();
    var plain = model();
    var options = StepOptions.plain().accumulate(2);
    try (var trainer = trainer(model, 3, options.hook("body.1", "2"));
        var other = trainer(plain, 3, options)) {
      assertThrows(IllegalStateException.class, trainer::activations);
      assertEquals(other.step(x, y, 5), trainer.step(x, y, 5));
      assertEquals(Shape.of(2, 3, 4, 4), of(trainer.activations(), "body.1").shape());
      assertEquals(Shape.of(2, 12), of(trainer.activationGradients(), "2").shape());
      assertEquals(Map.of(), other.activations());
      trainer.sync();
      other.sync();
      assertArrayEquals(plain.values(), model.values());
    }
  }

  @Test
  void whatIsFrozenHasNoGradient() {
    var model = model();
    model.freeze("body");
    try (var trainer = trainer(model, 2, StepOptions.plain().hook("body", "3"))) {
      trainer.step(pictures(2).values(), new float[] {0, 1}, 2);
      assertEquals(Set.of("body", "3"), trainer.activations().keySet());
      assertEquals(Set.of("3"), trainer.activationGradients().keySet());
    }
  }

  /** Of a layer that runs twice the last output, of one that gives several each of them. */
  @Test
  void layersThatRunTwiceOrGiveSeveral() {
    var twice = linear(3, 3);
    Block block =
        (scope, in) -> {
          var once = scope.call("twice", twice, in.get("x"));
          var again = scope.call("twice", twice, once);
          var pair = scope.call("pair", (inner, of) -> Values.of("a", again, "b", once), in);
          return Values.of("y", F.add(pair.get("a"), pair.get("b")));
        };
    var model = new Model(block, Signature.of("x", Shape.of(3)), 1);
    var x = new Tensor(Shape.of(1, 3), new float[] {1, -2, 3});
    try (var predictor = new Predictor(model, 1, Device.jvm(), "twice", "pair")) {
      var found = predictor.activations(x);
      assertEquals(Set.of("twice", "pair.a", "pair.b"), found.keySet());
      assertArrayEquals(of(found, "pair.a").values(), of(found, "twice").values());
      var once = of(found, "pair.b").values();
      try (var alone = new Predictor(model, 1, Device.jvm(), "twice")) {
        var y = of(predictor.predict(Map.of("x", x)), "y").values();
        var last = of(alone.activations(x), "twice").values();
        assertEquals(y[0], once[0] + last[0]);
      }
    }
  }

  @Test
  void namesThatAreNotThereAreRefusedWithThoseThatAreNear() {
    var model = model();
    for (var refused :
        List.of(
            assertThrows(
                StateException.class, () -> new Predictor(model, 1, Device.jvm(), "bdy.0")),
            assertThrows(
                StateException.class, () -> trainer(model, 1, StepOptions.plain().hook("bdy.0"))),
            assertThrows(StateException.class, () -> model.freeze("bdy.0")))) {
      assertTrue(String.valueOf(refused.getMessage()).contains("'bdy.0'"), refused::getMessage);
      assertTrue(String.valueOf(refused.getMessage()).contains("body.0"), refused::getMessage);
    }
    assertEquals("layer2.0.conv1", Nearest.of("conv1", List.of("conv2", "layer2.0.conv1")).get(0));
    try (var none = new Predictor(model, 1, Device.jvm())) {
      assertThrows(IllegalStateException.class, () -> none.activations(pictures(1)));
    }
    Layer turned = (scope, x) -> scope.call("turned", (_, y) -> F.permute(y, 1, 0), x);
    Layer back = (scope, x) -> F.permute(scope.call("there", turned, x), 1, 0);
    var without = new Model(back, Shape.of(3), 1);
    assertThrows(
        ShapeException.class, () -> new Predictor(without, 2, Device.jvm(), "there.turned"));
  }
}
