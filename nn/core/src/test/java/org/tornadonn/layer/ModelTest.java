package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tornadonn.heap.Heap;
import org.tornadonn.heap.HeapException;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Building, naming, loading and freezing. */
class ModelTest {

  private static Model small() {
    return new Model(
        sequential(
            named("conv", conv2d(1, 2, 3), relu(), maxPool2d(2)),
            named("flatten", flatten()),
            named("fc", lazyLinear(4), relu(), linear(4, 3))),
        Shape.of(1, 8, 8),
        7);
  }

  @Test
  void infersLazySizes() {
    assertEquals(Shape.of(4, 18), tensor(small().state(), "fc.0.weight").shape());
    assertEquals(Shape.of(3), small().output());
  }

  /** Without a word from Java about its heap, and no sum that turns negative. */
  @Test
  void moreParametersThanJavaHoldsAreRefused() {
    var one = linear(46340, 46340);
    var two = sequential(named("a", one), named("b", linear(46340, 46340)));
    var input = Shape.of(46340);
    var error = assertThrows(ShapeException.class, () -> new Model(two, input, 1));
    assertTrue(
        String.valueOf(error.getMessage())
            .startsWith("Layer 'b': Parameter 'b.weight' of shape (46340, 46340"),
        error.getMessage());
    assertThrows(ShapeException.class, () -> Model.parameters(two, input));
    assumeTrue(Heap.bytes() < 8_000_000_000L);
    var large = assertThrows(HeapException.class, () -> new Model(one, input, 1));
    assertTrue(
        String.valueOf(large.getMessage())
            .startsWith("A model of 2,147,441,940 parameters needs 8.59 GB, but Java may use"),
        large.getMessage());
  }

  @Test
  void namesTheLayerWhoseInputDoesNotFit() {
    var layers = sequential(named("conv", conv2d(1, 2, 3)), flatten(), named("fc", linear(800, 4)));
    var error = assertThrows(ShapeException.class, () -> new Model(layers, Shape.of(1, 30, 30), 1));
    assertEquals(
        "Layer 'fc': Linear expects 800 features, but gets 1568 in (1, 1568): use lazyLinear(4), or set inFeatures to 1568.",
        error.getMessage());
  }

  @Test
  void sharesTheParametersOfALayerThatIsUsedTwice() {
    var shared = linear(5, 5);
    var model = new Model(sequential(shared, relu(), shared), Shape.of(5), 1);
    assertEquals(List.of("0.weight", "0.bias"), List.copyOf(model.state().keySet()));
  }

  @Test
  void loadsAStateInFullOrNotAtAll() {
    var model = small();
    var state = new HashMap<>(small().state());
    state.put("fc.9.weight", state.remove("fc.2.weight"));
    var before = model.values().clone();
    var error = assertThrows(StateException.class, () -> model.load(state, true));
    assertTrue(
        String.valueOf(error.getMessage()).contains("missing [fc.2.weight]"), error.getMessage());
    assertTrue(
        String.valueOf(error.getMessage()).contains("unexpected [fc.9.weight]"),
        error.getMessage());
    assertArrayEquals(before, model.values());
  }

  @Test
  void refusesWrongShapesEvenInPart() {
    var model = small();
    var state = new HashMap<>(model.state());
    state.put("fc.2.bias", new Tensor(Shape.of(4), new float[4]));
    var error = assertThrows(StateException.class, () -> model.load(state, false));
    assertTrue(
        String.valueOf(error.getMessage()).contains("'fc.2.bias' has shape (4)"),
        error.getMessage());
  }

  @Test
  void loadsPartOfAState() {
    var model = small();
    var other = small().state();
    var part = new HashMap<String, Tensor>();
    part.put("conv.0.weight", new Tensor(tensor(other, "conv.0.weight").shape(), new float[18]));
    part.put("head", new Tensor(Shape.of(1), new float[1]));
    var report = model.load(part, false);
    assertEquals(List.of("conv.0.weight"), report.loaded());
    assertEquals(List.of("head"), report.unexpected());
    assertEquals(5, report.missing().size());
    assertArrayEquals(new float[18], tensor(model.state(), "conv.0.weight").values());
  }

  @Test
  void freezesByName() {
    var model = small();
    model.freeze("conv");
    assertFalse(model.isTrainable(model.parameters().getFirst()));
    assertEquals(18 * 4 + 4 + 4 * 3 + 3, Summary.of(model).trainable());
    model.unfreeze("conv.0.bias");
    assertTrue(model.isTrainable(model.parameters().get(1)));
    var error = assertThrows(StateException.class, () -> model.freeze("con"));
    assertTrue(String.valueOf(error.getMessage()).contains("'con'"), error.getMessage());
  }

  @Test
  void refusesTwoChildrenOfOneName() {
    assertThrows(
        IllegalArgumentException.class, () -> sequential(named("a", relu()), named("a", relu())));
  }

  private static Tensor tensor(Map<String, Tensor> state, String name) {
    return Objects.requireNonNull(state.get(name), name);
  }
}
