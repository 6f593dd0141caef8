package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.train.Predictor;

class BlockTest {

  private static final Signature INPUTS =
      Signature.of("words", Shape.of(3)).and("image", Shape.of(1, 2, 2));

  /** Two inputs, two heads. */
  private static final Block NET =
      (scope, in) -> {
        var words = scope.call("words", linear(3, 4), in.get("words"));
        var image =
            scope.call("image", sequential(Layers.flatten(), linear(4, 4)), in.get("image"));
        var both = F.add(words, image);
        return Values.of(
            "class", scope.call("class", linear(4, 2), both), "sum", F.sum(F.relu(both), 1));
      };

  private static Tensor tensor(Shape shape, int from) {
    var values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (from + i) % 7 - 3;
    }
    return new Tensor(shape, values);
  }

  @Test
  void aModelHasInputsAndOutputsByName() {
    var model = new Model(NET, INPUTS, 1);
    assertEquals("words (3), image (1, 2, 2)", model.inputs().toString());
    assertEquals(List.of("class", "sum"), model.outputs().names());
    assertEquals(Shape.of(2), model.outputs().get("class").shape());
    assertEquals(Shape.of(), model.outputs().get("sum").shape());
    assertEquals(Shape.of(7), model.input(), "one after the other");
    assertEquals(Shape.of(3), model.output(), "one after the other");
    assertEquals(
        List.of(
            "words.weight",
            "words.bias",
            "image.1.weight",
            "image.1.bias",
            "class.weight",
            "class.bias"),
        List.copyOf(model.state().keySet()));
    assertEquals(
        "Model words (3), image (1, 2, 2) → class (2), sum (), 46 parameters", model.toString());
  }

  @Test
  void predictionsByNameAreThoseOfTheParts() {
    var model = new Model(NET, INPUTS, 1);
    int n = 5;
    var words = tensor(Shape.of(n, 3), 0);
    var image = tensor(Shape.of(n, 1, 2, 2), 2);
    try (var predictor = new Predictor(model, 2, Device.jvm())) {
      var out = predictor.predict(Map.of("words", words, "image", image));
      assertEquals(List.of("class", "sum"), List.copyOf(out.keySet()));
      assertEquals(Shape.of(n, 2), Objects.requireNonNull(out.get("class")).shape());
      assertEquals(Shape.of(n), Objects.requireNonNull(out.get("sum")).shape());
      for (int i = 0; i < n; i++) {
        float[] hidden = hidden(model, words, image, i);
        float sum = 0;
        for (float h : hidden) {
          sum += Math.max(h, 0);
        }
        assertEquals(sum, out.get("sum").values()[i], 1e-5f);
        float[] scores = dense(model, "class", hidden);
        assertEquals(scores[0], out.get("class").values()[2 * i], 1e-5f);
        assertEquals(scores[1], out.get("class").values()[2 * i + 1], 1e-5f);
      }
      float[] flat = model.inputs().flat(Map.of("words", words, "image", image));
      assertArrayEquals(
          out.get("class").values(),
          Objects.requireNonNull(model.outputs().named(predictor.predict(flat, n), n).get("class"))
              .values());
    }
  }

  private static float[] hidden(Model model, Tensor words, Tensor image, int i) {
    float[] a =
        dense(model, "words", java.util.Arrays.copyOfRange(words.values(), 3 * i, 3 * i + 3));
    float[] b =
        dense(model, "image.1", java.util.Arrays.copyOfRange(image.values(), 4 * i, 4 * i + 4));
    for (int j = 0; j < a.length; j++) {
      a[j] += b[j];
    }
    return a;
  }

  private static float[] dense(Model model, String layer, float[] x) {
    float[] w = Objects.requireNonNull(model.state().get(layer + ".weight")).values();
    float[] y = Objects.requireNonNull(model.state().get(layer + ".bias")).values().clone();
    for (int o = 0; o < y.length; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += w[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  @Test
  void whatDoesNotFitIsNamed() {
    var model = new Model(NET, INPUTS, 1);
    try (var predictor = new Predictor(model, Device.jvm())) {
      var missing =
          assertThrows(
              ShapeException.class,
              () -> predictor.predict(Map.of("words", tensor(Shape.of(1, 3), 0))));
      assertEquals(
          "Tensors are wanted for words (3), image (1, 2, 2), but are given for [words].",
          missing.getMessage());
      var fewer =
          assertThrows(
              ShapeException.class,
              () ->
                  predictor.predict(
                      Map.of(
                          "words",
                          tensor(Shape.of(2, 3), 0),
                          "image",
                          tensor(Shape.of(1, 1, 2, 2), 0))));
      assertEquals(
          "'image' takes (1, 2, 2) for each of n samples, but gets (1, 1, 2, 2). 'words' has n = 2.",
          fewer.getMessage());
    }
    var several = assertThrows(IllegalArgumentException.class, () -> new Model(relu(), INPUTS, 1));
    assertEquals(
        "One value is wanted, but there are [words, image]: say which.", several.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> INPUTS.and("words", Shape.of(1)), "two of a name");
  }

  /** A graph that somebody else has made need have no batch. */
  @Test
  void inputsWithoutSamplesAreTakenAsTheyAre() {
    Block outer =
        (scope, in) ->
            Values.of("product", F.mul(in.get("column"), in.get("row")), "row", in.get("row"));
    var model =
        new Model(outer, Signature.of("column", Shape.of(3, 1)).and("row", Shape.of(2)).whole(), 1);
    assertEquals(Shape.of(3, 2), model.outputs().get("product").shape());
    try (var predictor = new Predictor(model, Device.jvm())) {
      var out =
          predictor.predict(
              Map.of(
                  "column", new Tensor(Shape.of(3, 1), new float[] {1, 2, 3}),
                  "row", new Tensor(Shape.of(2), new float[] {5, 7})));
      assertArrayEquals(
          new float[] {5, 7, 10, 14, 15, 21}, Objects.requireNonNull(out.get("product")).values());
      assertArrayEquals(new float[] {5, 7}, Objects.requireNonNull(out.get("row")).values());
    }
    assertThrows(ShapeException.class, () -> new Predictor(model, 2, Device.jvm()));
    assertEquals(0, Summary.of(model).parameters());
  }

  @Test
  void anOutputHasARowForEachSample() {
    Block mean = (scope, in) -> Values.of("mean", F.sum(in.only()));
    var e =
        assertThrows(
            ShapeException.class, () -> new Model(mean, Signature.of("x", Shape.of(3)), 1));
    assertEquals(
        "The model gives 'mean' of shape () for 1 samples, but an output has a row for each: keep the first axis as it is.",
        e.getMessage());
  }
}
