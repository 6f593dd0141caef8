package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.store.onnx.OnnxGraph.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Summary;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Classification;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Predictor;
import org.tornadonn.train.Trainer;

/** A graph that is no chain of this library's layers is read, saved, trained and written as one. */
class ReplayedFileTest {

  @TempDir Path temp;

  /** x · sigmoid(x · w + b), with a batch norm behind it. */
  private Path gated() throws IOException {
    var graph =
        new OnnxGraph(17, 0, 3, 4, 4)
            .weight("net.0.weight", 2, 3, 3, 3)
            .weight("net.0.bias", 2)
            .weight("net.1.weight", 2)
            .weight("net.1.bias", 2)
            .weight("net.1.running_mean", 2)
            .weight("net.1.running_var", 2)
            .node("Conv", "x net.0.weight net.0.bias", "c")
            .node("Sigmoid", "c", "s")
            .node("Mul", "c s", "m")
            .node(
                "BatchNormalization",
                "m net.1.weight net.1.bias net.1.running_mean net.1.running_var",
                "n")
            .node("ReduceMean", "n", "y", with("axes", new long[] {2, 3}), with("keepdims", 0))
            .gives("y");
    return Files.write(temp.resolve("gated.onnx"), graph.toByteArray());
  }

  private static float[] predict(Model model, float[] x, int n) {
    try (var predictor = new Predictor(model, 2, Device.jvm())) {
      return predictor.predict(x, n);
    }
  }

  private static float[] numbers(int count) {
    var random = new Random(3);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  /** From a file of its own, too. */
  @ParameterizedTest
  @MethodSource("org.tornadonn.store.onnx.Fixture#graphs")
  void givesWhatOnnxRuntimeGives(Fixture.Read fixture) {
    var read = OnnxFile.read(Fixture.file(fixture.file()), fixture.input()).model();
    var file = temp.resolve("graph.safetensors");
    ModelFile.save(file, read, ModelDescription.CUSTOM);
    int n = fixture.x().length / read.input().size();
    float largest = 0;
    for (float y : fixture.y()) {
      largest = Math.max(largest, Math.abs(y));
    }
    for (var model : List.of(read, ModelFile.load(file).model())) {
      assertArrayEquals(fixture.y(), predict(model, fixture.x(), n), 1e-5f * largest);
    }
  }

  @Test
  void severalInputsAndOutputsHaveTheGraphsNames() throws IOException {
    var graph = new OnnxGraph(17, 0, 3).node("Mul", "x z", "p").node("Sub", "x z", "q");
    var model = graph.gives("p").toBuilder();
    var proto = model.getGraphBuilder();
    proto.addInput(proto.getInput(0).toBuilder().setName("z"));
    proto.addOutput(proto.getOutput(0).toBuilder().setName("q"));
    var file = Files.write(temp.resolve("two.onnx"), model.build().toByteArray());
    var read = OnnxFile.read(file).model();
    assertEquals(List.of("x", "z"), read.inputs().names());
    assertEquals(List.of("p", "q"), read.outputs().names());
    var saved = temp.resolve("two.safetensors");
    ModelFile.save(saved, read, ModelDescription.CUSTOM);
    float[] y = predict(ModelFile.load(saved).model(), new float[] {1, 2, 3, 4, 5, 6}, 1);
    assertArrayEquals(new float[] {4, 10, 18, -3, -3, -3}, y);
  }

  @Test
  void savesAndLoads() throws IOException {
    var read = OnnxFile.read(gated()).model();
    assertInstanceOf(org.tornadonn.onnx.OnnxGraph.class, read.layer());
    assertEquals(Shape.of(2), read.output());
    var file = temp.resolve("saved.safetensors");
    ModelFile.save(file, read, ModelDescription.CUSTOM);
    var loaded = ModelFile.load(file).model();
    float[] x = numbers(5 * 48);
    assertArrayEquals(predict(read, x, 5), predict(loaded, x, 5));
    assertEquals(
        Set.of(
            "net.0.weight",
            "net.0.bias",
            "net.1.weight",
            "net.1.bias",
            "net.1.running_mean",
            "net.1.running_var",
            "net.1.num_batches_tracked"),
        loaded.state().keySet());
    assertTrue(Summary.of(loaded).toString().contains("conv2d"));
  }

  @Test
  void isWrittenWithTheWeightsOfNow() throws IOException {
    var read = OnnxFile.read(gated()).model();
    read.values()[0] += 1;
    read.changed();
    var again = temp.resolve("again.onnx");
    OnnxFile.write(again, read, ModelDescription.CUSTOM);
    float[] x = numbers(3 * 48);
    assertArrayEquals(predict(read, x, 3), predict(OnnxFile.read(again).model(), x, 3), 1e-6f);
  }

  @Test
  void standardizationOfAClassifierIsWrittenAndReadOnce() throws IOException {
    var read = OnnxFile.read(gated()).model();
    var classification =
        new Classification(List.of("a", "b"), List.of(0.5, 0.4, 0.3), List.of(0.2, 0.2, 0.1), null);
    var file = temp.resolve("classes.onnx");
    OnnxFile.write(file, new ModelFile(read, ModelDescription.of(read, classification)));
    float[] x = numbers(2 * 48);
    assertArrayEquals(predict(read, x, 2), predict(OnnxFile.read(file).model(), x, 2), 1e-6f);
  }

  @Test
  void trains() throws IOException {
    var model = OnnxFile.read(gated()).model();
    var before = model.state();
    float[] x = numbers(4 * 48);
    float[] y = {1, 0, 0, 1, 1, 0, 0, 1};
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), Optimizer.adam(0.05f), 4, Device.jvm())) {
      float first = trainer.step(x, y, 4);
      float last = first;
      for (int i = 0; i < 40; i++) {
        last = trainer.step(x, y, 4);
      }
      assertTrue(last < first / 4, first + " → " + last);
      trainer.sync();
    }
    var after = model.state();
    for (var name : List.of("net.0.weight", "net.1.bias", "net.1.running_mean")) {
      assertTrue(
          !java.util.Arrays.equals(
              Objects.requireNonNull(before.get(name)).values(),
              Objects.requireNonNull(after.get(name)).values()),
          name);
    }
    assertEquals(41, Objects.requireNonNull(after.get("net.1.num_batches_tracked")).values()[0]);
  }

  @Test
  void sizesThatAreComputedAreThoseOfEachBatch() throws IOException {
    var graph =
        new OnnxGraph(17, 0, 2, 3)
            .node("Shape", "x", "s")
            .integers("zeros", 0)
            .integers("rest", -1)
            .node("Gather", "s zeros", "n1", with("axis", 0))
            .node("Concat", "n1 rest", "to", with("axis", 0))
            .node("Reshape", "x to", "r")
            .node("Exp", "r", "y")
            .gives("y");
    var file = Files.write(temp.resolve("sizes.onnx"), graph.toByteArray());
    var model = OnnxFile.read(file).model();
    assertEquals(Shape.of(6), model.output());
    float[] x = numbers(3 * 6);
    float[] y = predict(model, x, 3);
    for (int i = 0; i < x.length; i++) {
      assertEquals(Math.exp(x[i]), y[i], 1e-6);
    }
  }

  @Test
  void samplesThatMeetEachOtherAreRefused() throws IOException {
    var graph = new OnnxGraph(17, 0, 3).node("ReduceSum", "x", "y", with("keepdims", 1)).gives("y");
    var file = Files.write(temp.resolve("mixed.onnx"), graph.toByteArray());
    var e = assertThrows(ModelFileException.class, () -> OnnxFile.read(file));
    assertTrue(
        Objects.requireNonNull(e.getMessage()).contains("its first axis does not count them"),
        e.getMessage());
  }

  @Test
  void aGraphForOneSampleTakesEachByItself() throws IOException {
    var graph =
        new OnnxGraph(17, 1, 2, 3)
            .integers("to", 1, 6)
            .node("Reshape", "x to", "r")
            .node("Exp", "r", "y")
            .gives("y");
    var file = Files.write(temp.resolve("one.onnx"), graph.toByteArray());
    var model = OnnxFile.read(file).model();
    float[] x = numbers(2 * 6);
    float[] y = predict(model, x, 2);
    for (int i = 0; i < x.length; i++) {
      assertEquals(Math.exp(x[i]), y[i], 1e-6);
    }
  }
}
