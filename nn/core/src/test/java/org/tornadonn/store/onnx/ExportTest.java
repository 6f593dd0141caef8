package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.Python;
import org.tornadonn.store.Safetensors;
import org.tornadonn.train.Predictor;
import org.tornadonn.zoo.UNet;
import org.tornadonn.zoo.VisionTransformer;
import org.tornadonn.zoo.Zoo;

/** Every function, layer and network as an ONNX file, which answers as the model does. */
class ExportTest {

  private static final int[] SAMPLES = {1, 4};

  private static final boolean LONG = Boolean.getBoolean("tornadonn.long");

  /** Too large to be built in a test, of layers that others have. */
  private static final Set<String> LARGE =
      Set.of("vgg11", "vgg11_bn", "vgg16", "vgg16_bn", "alexnet", "vit_b_16");

  @TempDir Path temp;

  static List<ExportCase> cases() {
    var cases = new ArrayList<>(ExportedFunctions.all());
    cases.add(ExportedLayers.all());
    cases.addAll(networks());
    return cases;
  }

  /** What is written, but not read: its samples are not apart. */
  private static List<ExportCase> written() {
    return List.of(ExportedFunctions.mixed(), new ExportCase("whole", whole()));
  }

  private static List<ExportCase> networks() {
    var all = new ArrayList<ExportCase>();
    all.add(ExportCase.of("vit", new VisionTransformer(16, 2, 4, 32, 64, 10), 3, 32, 32));
    all.add(ExportCase.of("unet", new UNet(2, 3), 3, 16, 16));
    var names = LONG ? Zoo.names() : List.of("mobilenet_v3_small");
    for (var name : names) {
      if (!LARGE.contains(name)) {
        all.add(ExportCase.of(name, Zoo.network(name, 10), 3, LONG ? 64 : 32, LONG ? 64 : 32));
      }
    }
    all.add(new ExportCase("two", twoByTwo()));
    return all;
  }

  /** Two inputs, three outputs, of which two are the same. */
  private static Model twoByTwo() {
    return new Model(
        (scope, in) -> {
          var words = scope.call("words", Layers.embedding(5, 4), in.get("ids"));
          var image = scope.call("image", Layers.linear(6, 4), F.flatten(in.get("image"), 1, 2));
          var both = F.add(words, F.unsqueeze(image, 1));
          var sum = F.sum(both, 1);
          return Values.of("sum", sum, "all", both).and("again", sum);
        },
        Signature.of("ids", Shape.of(3)).and("image", Shape.of(2, 3)),
        1);
  }

  /** Without an axis of samples. */
  private static Model whole() {
    return new Model(
        (scope, in) -> Values.of("y", F.matmul(in.get("a"), F.transpose(in.get("a"), 0, 1))),
        Signature.of("a", Shape.of(3, 4)).whole(),
        1);
  }

  private static int[] samples(Model model) {
    return model.inputs().batched() ? SAMPLES : new int[] {1};
  }

  private static Map<String, Tensor> answer(Model model, Map<String, Tensor> inputs, int samples) {
    try (var predictor = new Predictor(model, samples, Device.jvm())) {
      return predictor.predict(inputs);
    }
  }

  /** How answers differ from those of the model; empty if they do not. */
  private static String difference(
      ExportCase c, int samples, Map<String, Tensor> expected, Map<String, Tensor> actual) {
    for (var entry : expected.entrySet()) {
      var name = entry.getKey();
      var wanted = entry.getValue();
      var got = Objects.requireNonNull(actual.get(name), name);
      if (!wanted.shape().equals(got.shape())) {
        return "%s of %d: %s has shape %s, not %s%n"
            .formatted(c, samples, name, got.shape(), wanted.shape());
      }
      float largest = 0;
      for (float number : wanted.values()) {
        largest = Math.max(largest, Float.isFinite(number) ? Math.abs(number) : 0);
      }
      try {
        assertArrayEquals(wanted.values(), got.values(), 2e-5f * largest + 1e-30f);
      } catch (AssertionError e) {
        return "%s of %d: %s: %s (largest %s)%n"
            .formatted(c, samples, name, e.getMessage(), largest);
      }
    }
    return "";
  }

  @Test
  void answersLikeTheModelWhereverItIsRead() throws Exception {
    var wrong = new StringBuilder();
    var cases = cases();
    for (var c : cases) {
      try {
        OnnxFile.write(file(c), c.model(), ModelDescription.CUSTOM);
        var read = OnnxFile.read(file(c)).model();
        assertEquals(c.model().inputs(), read.inputs());
        for (int samples : samples(c.model())) {
          var inputs = c.inputs(samples);
          var expected = answer(c.model(), inputs, samples);
          wrong.append(difference(c, samples, expected, answer(read, inputs, samples)));
        }
      } catch (RuntimeException | AssertionError e) {
        wrong.append(c).append(": ").append(e).append('\n');
      }
    }
    assertEquals("", wrong.toString());
    var python = Python.with("onnx", "onnxruntime", "safetensors");
    for (var c : written()) {
      OnnxFile.write(file(c), c.model(), ModelDescription.CUSTOM);
      cases.add(c);
    }
    for (var c : cases) {
      for (int samples : samples(c.model())) {
        new Safetensors(c.inputs(samples), Map.of()).write(file(c, samples, "in"));
      }
    }
    python.run("onnx_run.py", temp);
    for (var c : cases) {
      for (int samples : samples(c.model())) {
        var expected = answer(c.model(), c.inputs(samples), samples);
        var actual = Safetensors.read(file(c, samples, "out")).tensors();
        wrong.append(difference(c, samples, expected, actual));
      }
    }
    assertEquals("", wrong.toString());
  }

  private Path file(ExportCase c) {
    return temp.resolve(c.name() + ".onnx");
  }

  private Path file(ExportCase c, int samples, String what) {
    return temp.resolve("%s.%d.%s.safetensors".formatted(c.name(), samples, what));
  }

  private static Stream<Method> functions(Class<?> of) {
    return Arrays.stream(of.getDeclaredMethods())
        .filter(method -> Modifier.isStatic(method.getModifiers()))
        .filter(method -> Modifier.isPublic(method.getModifiers()));
  }

  @Test
  void noFunctionAndNoLayerIsLeftOut() {
    var named =
        functions(F.class).map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    named.removeAll(ExportedFunctions.LEFT_OUT);
    assertEquals(named, ExportedFunctions.BY_NAME.keySet());
    var used =
        ExportedLayers.USES.stream()
            .map(use -> use.layer().getClass().getSimpleName())
            .collect(Collectors.toSet());
    // Those that stand within others.
    used.addAll(Set.of("BatchNorm2d", "Dropout", "Embedding", "EmbeddingBag"));
    used.addAll(Set.of("Bilinear", "CosineSimilarity", "PairwiseDistance"));
    used.addAll(Set.of("LSTMCell", "GRUCell", "RNNCell"));
    used.addAll(Set.of("TransformerDecoderLayer", "TransformerDecoder", "Transformer"));
    for (var layer : functions(Layers.class).map(m -> m.getReturnType().getSimpleName()).toList()) {
      assertEquals(true, used.contains(layer), layer);
    }
  }
}
