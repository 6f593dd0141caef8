package org.tornadonn.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.plan.Shape;

/** The perceptron by itself: the one of the book, large ones, and wrong names. */
class NeuronTest {

  private static Model model(Layer layer, int inputs, float... values) {
    var model = new Model(layer, Shape.of(inputs), 1);
    System.arraycopy(values, 0, model.values(), 0, values.length);
    return model;
  }

  private static Neuron walk(Model model, String layer, float... x) {
    var trace =
        new ModelTrace("m", model, false, "the row", x).run(Device.jvm(), new UnitName(layer, 0));
    return Objects.requireNonNull(trace.neuron());
  }

  /** Inputs [2, 5, 1], weights [0.4, −0.2, 0.6], bias 0.1: 0.8 − 1.0 + 0.6 + 0.1 = 0.5. */
  @Test
  void walksThroughAPerceptron() {
    var model = model(sequential(linear(3, 1)), 3, 0.4f, -0.2f, 0.6f, 0.1f);
    var neuron = walk(model, "0", 2, 5, 1);
    assertEquals(0.8, neuron.terms().get(0).product(), 1e-6);
    assertEquals(-1.0, neuron.terms().get(1).product(), 1e-6);
    assertEquals(0.6, neuron.terms().get(2).product(), 1e-6);
    assertEquals(0.4, neuron.sum(), 1e-6);
    assertEquals(0.5, neuron.output(), 1e-6);
    assertEquals(0.5f, neuron.layerOutput(), 1e-6f);
    assertNull(neuron.afterRelu());
  }

  @Test
  void aLayerWithoutBiasAndWithReLU() {
    var model = model(sequential(linear(2, 1).bias(false), relu()), 2, 1, -3);
    var neuron = walk(model, "0", 1, 1);
    assertNull(neuron.bias());
    assertEquals(-2, neuron.output());
    assertEquals(0f, neuron.afterRelu());
  }

  @Test
  void theLargestProductsStandForALargeUnit() {
    var model = new Model(sequential(linear(100, 2)), Shape.of(100), 3);
    var x = new float[100];
    for (int i = 0; i < 100; i++) {
      x[i] = i % 7 - 3;
    }
    var whole = walk(model, "0", x);
    var brief = whole.brief(10);
    assertEquals(100, whole.terms().size());
    assertEquals(10, brief.terms().size());
    assertEquals(90, brief.others());
    double shown = brief.terms().stream().mapToDouble(Neuron.Term::product).sum();
    assertEquals(whole.sum(), shown + brief.othersSum(), 1e-12);
    double least =
        brief.terms().stream().mapToDouble(term -> Math.abs(term.product())).min().orElse(0);
    long larger = whole.terms().stream().filter(term -> Math.abs(term.product()) > least).count();
    assertTrue(larger < 10, larger + " are larger");
    assertEquals(whole, whole.brief(100));
  }

  private static String refusal(Model model, String name) {
    var e = assertThrows(StateException.class, () -> Neuron.check(model, UnitName.parse(name)));
    return String.valueOf(e.getMessage());
  }

  @Test
  void wrongNamesAreAnswered() {
    var model = new ClassifierTrace(1, 1).model();
    assertEquals(
        "The model has no layer 'fc.9': give one of [fc.0, fc.2].", refusal(model, "fc.9:0"));
    assertTrue(refusal(model, "fc.2:3").contains("units 0 to 2, but not 3"));
    assertTrue(refusal(model, "fc.2:-1").contains("units 0 to 2, but not -1"));
    assertTrue(refusal(model, "fc.1:0").contains("'fc.1' is not linear (relu)"));
    var none = new Model(sequential(named("f", flatten())), Shape.of(4), 1);
    assertTrue(refusal(none, "f:0").contains("no linear layer"));
    for (var text : List.of("fc.2", ":1", "fc.2:", "fc.2:x", "")) {
      assertThrows(IllegalArgumentException.class, () -> UnitName.parse(text), text);
    }
    assertEquals(new UnitName("fc.2", 0), UnitName.parse("fc.2:0"));
  }
}
