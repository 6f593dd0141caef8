package org.tornadonn.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.device.Device;
import org.tornadonn.layer.ClassifierModel;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.train.Predictor;

class ModelFileTest {

  @TempDir Path temp;

  private Path file() {
    return temp.resolve("m.safetensors");
  }

  private static Model orientation(int imageSize) {
    return new Model(OrientationModel.layers(), OrientationModel.input(imageSize), 3);
  }

  @Test
  void comesBack() {
    var model = orientation(64);
    ModelFile.save(file(), model, ModelDescription.ORIENTATION);
    var loaded = ModelFile.load(file());
    assertArrayEquals(model.values(), loaded.model().values());
    assertEquals(model.parameters(), loaded.model().parameters());
    assertEquals(model.layer(), loaded.model().layer());
    assertEquals(model.input(), loaded.model().input());
    assertEquals(ModelDescription.ORIENTATION, loaded.description().task());
    assertEquals(Preprocessing.grey(64), loaded.description().preprocessing());
    var again = ModelFile.loadOrientation(file(), 64);
    assertArrayEquals(model.values(), again.model().values());
    assertEquals(loaded.description(), again.description());
  }

  @Test
  void namesAreThoseOfPyTorch() {
    ModelFile.save(file(), Networks.small(), ModelDescription.CUSTOM);
    assertEquals(
        List.of("conv.0.weight", "conv.0.bias", "fc.0.weight", "fc.2.weight", "fc.2.bias"),
        List.copyOf(Safetensors.read(file()).tensors().keySet()));
  }

  @Test
  void predictsWhatPyTorchPredicts() throws IOException {
    var state = Fixture.file("state_dict.safetensors");
    var loaded = ModelFile.load(state, Networks.layers(), Networks.input());
    assertEquals(ModelDescription.CUSTOM, loaded.description().task());
    var expected = Fixture.json("state_dict.json");
    float[] x = Fixture.floats(expected.get("x"));
    float[] y = Fixture.floats(expected.get("y"));
    try (var predictor = new Predictor(loaded.model(), 2, Device.jvm())) {
      assertArrayEquals(y, predictor.predict(x, 2), 1e-5f);
    }
    try (var predictor = new Predictor(Networks.small(), 2, Device.jvm())) {
      float[] untrained = predictor.predict(x, 2);
      assertTrue(Math.abs(untrained[0] - y[0]) > 1e-3, "any weights would do");
    }
  }

  @Test
  void aPlainStateDictNeedsToBeToldWhatItIs() {
    var state = Fixture.file("state_dict.safetensors");
    Refusal.says("--architecture orientation --image-size S", state, () -> ModelFile.load(state));
    Refusal.says(
        "'conv.0.weight' has shape (3, 1, 3, 3)",
        state,
        () -> ModelFile.loadOrientation(state, 32));
  }

  @Test
  void layersOfYourOwn() {
    Layer twice = (scope, x) -> scope.call("a", linear(2, 2), scope.call("b", linear(2, 2), x));
    var model = new Model(twice, Shape.of(2), 5);
    ModelFile.save(file(), model, ModelDescription.CUSTOM);
    Refusal.says("ModelFile.load(path, layer, input)", file(), () -> ModelFile.load(file()));
    var loaded = ModelFile.load(file(), twice, Shape.of(2));
    assertArrayEquals(model.values(), loaded.model().values());
    assertNull(loaded.description().layers());
  }

  @Test
  void oneLayerInTwoPlaces() {
    var shared = linear(2, 2);
    var layers = sequential(shared, shared);
    var model = new Model(layers, Shape.of(2), 5);
    ModelFile.save(file(), model, ModelDescription.CUSTOM);
    Refusal.says("used twice", file(), () -> ModelFile.load(file()));
    assertArrayEquals(model.values(), ModelFile.load(file(), layers, Shape.of(2)).model().values());
  }

  /** A saved model whose tensors are not those that it describes. */
  private Path changed(Consumer<Map<String, Tensor>> change) {
    ModelFile.save(file(), Networks.small(), ModelDescription.CUSTOM);
    var saved = Safetensors.read(file());
    var tensors = new LinkedHashMap<>(saved.tensors());
    change.accept(tensors);
    new Safetensors(tensors, saved.metadata()).write(file());
    return file();
  }

  @Test
  void tensorsThatDoNotFit() {
    var other = new Tensor(Shape.of(3), new float[3]);
    refusesBothWays("missing [fc.2.bias]", changed(state -> state.remove("fc.2.bias")));
    refusesBothWays("unexpected [more]", changed(state -> state.put("more", other)));
    refusesBothWays("has shape (3)", changed(state -> state.put("fc.2.bias", other)));
    var misnamed =
        changed(
            state -> {
              state.remove("fc.2.bias");
              state.put("fc.2.b", new Tensor(Shape.of(2), new float[2]));
            });
    refusesBothWays("missing [fc.2.bias] unexpected [fc.2.b]", misnamed);
    var many =
        changed(
            state -> {
              for (int i = 0; i < 10_000; i++) {
                state.put("more\n" + i, other);
              }
            });
    refusesBothWays("unexpected [more?0, ", many);
  }

  private static void refusesBothWays(String words, Path file) {
    Refusal.says(words, file, () -> ModelFile.load(file));
    Refusal.says(words, file, () -> ModelFile.load(file, Networks.layers(), Networks.input()));
  }

  @Test
  void theImageSizeOfAnotherModel() {
    ModelFile.save(file(), orientation(64), ModelDescription.ORIENTATION);
    Refusal.says("image size", file(), () -> ModelFile.loadOrientation(file(), 96));
    assertThrows(ShapeException.class, () -> ModelFile.loadOrientation(file(), 33));
  }

  /** A file that describes a network without having its weights. */
  private Path describing(String input, String layers) {
    var text =
        "{\"version\":1,\"task\":\"custom\",\"input\":%s,\"layers\":%s,\"preprocessing\":null}"
            .formatted(input, layers.replace('\'', '"'));
    new Safetensors(Map.of(), Map.of(ModelDescription.KEY, text)).write(file());
    return file();
  }

  @Test
  void impossibleNetworks() {
    var linear = "{'type':'linear','inFeatures':%d,'outFeatures':%d,'bias':true}";
    for (var file :
        List.of(
            describing("[3]", linear.formatted(2, 2)),
            describing("[]", linear.formatted(2, 2)),
            describing("[2147483639]", linear.formatted(2147483639, 2147483647)))) {
      Refusal.says("describes an impossible model", file, () -> ModelFile.load(file));
    }
    var huge = describing("[46000]", linear.formatted(46000, 46000));
    Refusal.says("of 2116046000 parameters, but", huge, () -> ModelFile.load(huge));
  }

  @Test
  void aClassifierComesBackWithItsClasses() {
    var model = new Model(ClassifierModel.mlp(List.of(3), 2), Shape.of(2), 5);
    var classes =
        new Classification(List.of("a", "b"), List.of(1.0, 2.0), List.of(0.1, 1 / 3.0), null);
    var pictures = temp.resolve("classifier.safetensors");
    assertThrows(IllegalArgumentException.class, () -> ModelDescription.of(model, classes));
    var table = new Classification.Table(List.of("x", "y"), "class");
    var rows = new Classification(classes.classes(), classes.mean(), classes.deviation(), table);
    new ModelFile(model, ModelDescription.of(model, rows)).save(pictures);
    var loaded = ModelFile.load(pictures);
    assertEquals(rows, loaded.description().classification());
    assertArrayEquals(model.values(), loaded.model().values());

    var three = new Classification(List.of("a", "b", "c"), rows.mean(), rows.deviation(), table);
    var wrong = ModelDescription.of(model, three);
    assertThrows(ShapeException.class, () -> new ModelFile(model, wrong));
    new Safetensors(model.state(), Map.of(ModelDescription.KEY, wrong.toJson())).write(pictures);
    Refusal.says("not a score for each of 3 classes", pictures, () -> ModelFile.load(pictures));
  }

  @Test
  void aFailedSaveLeavesTheOldModel() throws IOException {
    ModelFile.save(file(), Networks.small(), ModelDescription.CUSTOM);
    byte[] old = Files.readAllBytes(file());
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelFile.save(file(), Networks.small(), ModelDescription.ORIENTATION));
    assertArrayEquals(old, Files.readAllBytes(file()));
    ModelFile.save(file(), new Model(Networks.layers(), Networks.input(), 2), "custom");
    assertNotEquals(old[old.length - 1], Files.readAllBytes(file())[old.length - 1]);
  }
}
