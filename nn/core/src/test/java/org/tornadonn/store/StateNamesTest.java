package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;

/** What PyTorch's wrappers put before names. */
class StateNamesTest {

  private static final Shape INPUT = Shape.of(3);

  @TempDir Path temp;

  private static Layer layers(String first) {
    return sequential(named(first, linear(3, 4), relu()), named("fc", linear(4, 2)));
  }

  /** A model's own state with other names. */
  private Path saved(Model model, UnaryOperator<String> name, Map<String, Tensor> more) {
    var state = new LinkedHashMap<String, Tensor>();
    model.state().forEach((key, tensor) -> state.put(name.apply(key), tensor));
    state.putAll(more);
    var file = temp.resolve("m.safetensors");
    new Safetensors(state, Map.of()).write(file);
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "module.",
        "_orig_mod.",
        "module._orig_mod.",
        "_orig_mod.module.",
        "module.module.",
        "_orig_mod.module._orig_mod.",
      })
  void prefixesOfAllNamesAreTakenOff(String prefix) {
    var model = new Model(layers("conv"), INPUT, 7);
    var file = saved(model, name -> prefix + name, Map.of());
    var loaded = ModelFile.load(file, layers("conv"), INPUT).model();
    assertEquals(List.of(), differences(model, loaded));
    var partial = new Model(layers("conv"), INPUT, 1);
    var report = partial.load(Safetensors.read(file).of(partial), false);
    assertEquals(List.of(), report.missing());
    assertEquals(List.of(), report.unexpected());
    assertEquals(List.of(), differences(model, partial));
  }

  /** A name of the model's own is no prefix. */
  @ParameterizedTest
  @CsvSource({
    "module, ''",
    "module, module.",
    "module, _orig_mod.module.",
    "_orig_mod, ''",
    "_orig_mod, _orig_mod.",
    "_orig_mod, module."
  })
  void ownNamesStay(String first, String prefix) {
    var all = sequential(named(first, linear(3, 4), relu(), linear(4, 2)));
    var model = new Model(all, INPUT, 7);
    var file = saved(model, name -> prefix + name, Map.of());
    assertEquals(List.of(), differences(model, ModelFile.load(file, all, INPUT).model()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "module.", "_orig_mod."})
  void aPartThatWasCompiledByItself(String prefix) {
    var model = new Model(layers("conv"), INPUT, 7);
    var file = saved(model, name -> prefix + name.replace("conv.", "conv._orig_mod."), Map.of());
    var loaded = ModelFile.load(file, layers("conv"), INPUT).model();
    assertEquals(List.of(), differences(model, loaded));
  }

  @Test
  void aNameWithoutThePrefixKeepsIt() {
    var model = new Model(layers("conv"), INPUT, 7);
    var more = Map.of("more", new Tensor(Shape.of(1), new float[1]));
    var file = saved(model, name -> "module." + name, more);
    Refusal.says(
        "unexpected [module.conv.0.bias", file, () -> ModelFile.load(file, layers("conv"), INPUT));
  }

  @Test
  void theTensorsOfAPartAreFound() {
    var model = new Model(layers("conv"), INPUT, 7);
    var file = saved(model, name -> "module." + name, Map.of());
    var other = new Model(sequential(named("conv", linear(3, 4), relu())), INPUT, 1);
    var report = other.load(Safetensors.read(file).of(other), false);
    assertEquals(List.of("conv.0.weight", "conv.0.bias"), report.loaded());
    assertTrue(report.unexpected().contains("fc.bias"), report.toString());
  }

  private static List<String> differences(Model expected, Model actual) {
    return expected.state().keySet().stream()
        .filter(name -> !Arrays.equals(values(expected, name), values(actual, name)))
        .toList();
  }

  private static float[] values(Model model, String name) {
    return Objects.requireNonNull(model.state().get(name), name).values();
  }
}
