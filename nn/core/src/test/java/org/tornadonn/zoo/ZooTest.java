package org.tornadonn.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Parameter;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Predictor;

/** The networks against what torchvision's are: {@code zoo.py} writes it. */
class ZooTest {

  /** Too large to be built in a test: only names and shapes of their parameters are compared. */
  private static final Set<String> LARGE =
      Set.of("vgg11", "vgg11_bn", "vgg16", "vgg16_bn", "alexnet", "vit_b_16");

  static List<String> names() {
    return Zoo.names();
  }

  static Set<String> answered() throws IOException {
    return answers().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTorchvisionsNamesAndShapes(String name) throws IOException {
    var expected = new TreeMap<>(states().getOrDefault(name, Map.of()));
    int size = name.equals("vit_b_16") ? 224 : 64;
    var input = Shape.of(3, size, size);
    var layer = Zoo.network(name, 10);
    var actual = new TreeMap<String, String>();
    if (LARGE.contains(name)) {
      expected.keySet().removeIf(key -> key.contains("running_") || key.contains("num_batches"));
      put(actual, Model.parameters(layer, input));
    } else {
      var model = new Model(layer, input, 1);
      put(actual, model.parameters());
      put(actual, model.states());
      if (!name.equals("resnet34")) {
        requireFirstWeights(name, model);
      }
    }
    assertEquals(expected, actual);
  }

  /**
   * The first weights have torchvision's deviation, and reach as far: as uniform or normal ones.
   */
  private static void requireFirstWeights(String name, Model model) throws IOException {
    var expected = sections("first.txt").getOrDefault(name, Map.of());
    assertTrue(!expected.isEmpty(), name);
    for (var parameter : model.parameters()) {
      var numbers = expected.get(parameter.name());
      if (numbers == null) {
        continue;
      }
      int size = parameter.shape().size();
      var values =
          Arrays.copyOfRange(model.values(), parameter.offset(), parameter.offset() + size);
      double mean = 0;
      double largest = 0;
      for (float value : values) {
        mean += (double) value / size;
        largest = Math.max(largest, Math.abs(value));
      }
      double squares = 0;
      for (float value : values) {
        squares += (value - mean) * (value - mean) / size;
      }
      int blank = numbers.indexOf(' ');
      double deviation = Double.parseDouble(numbers.substring(0, blank));
      double reach = Double.parseDouble(numbers.substring(blank + 1));
      var what = name + " " + parameter;
      if (deviation == 0) {
        assertEquals(0, squares, 1e-12, what);
        assertEquals(reach, largest, 1e-3 * reach, what);
      } else {
        assertEquals(deviation, Math.sqrt(squares), deviation * 5 / Math.sqrt(size), what);
        assertTrue(size < 1000 || reach / deviation > 2 == largest / Math.sqrt(squares) > 2, what);
      }
    }
  }

  private static void put(Map<String, String> into, List<Parameter> list) {
    for (var one : list) {
      var sizes = new ArrayList<String>();
      for (int size : one.shape().toArray()) {
        sizes.add(String.valueOf(size));
      }
      into.put(one.name(), String.join("x", sizes));
    }
  }

  @ParameterizedTest
  @MethodSource("answered")
  void answersLikeTorchvision(String name) throws IOException {
    boolean isVit = name.equals("vit");
    int size = isVit ? 32 : 64;
    Layer layer = isVit ? new VisionTransformer(16, 2, 4, 64, 128, 10) : Zoo.network(name, 10);
    var model = new Model(layer, Shape.of(3, size, size), 1);
    if (isVit) {
      requireFirstWeights(name, model);
    }
    model.load(state(model), true);
    var expected = answers().getOrDefault(name, List.of());
    try (var predictor = new Predictor(model, 2, Device.jvm())) {
      var y = predictor.predict(numbers(1, 2 * 3 * size * size), 2);
      double largest = expected.stream().mapToDouble(Math::abs).max().orElse(0);
      assertEquals(expected.size(), y.length);
      for (int i = 0; i < y.length; i++) {
        assertEquals(expected.get(i), y[i], 1e-4 * largest, name + "[" + i + "]");
      }
    }
  }

  @Test
  void anUnknownNetworkIsRefusedWithTheNamesOfAll() {
    var e = assertThrows(IllegalArgumentException.class, () -> Zoo.network("resnet19", 10));
    assertTrue(Objects.requireNonNull(e.getMessage()).contains("resnet18"), e.getMessage());
  }

  @Test
  void allNetworksOfTheFixturesAreThere() throws IOException {
    assertEquals(states().keySet(), new TreeSet<>(Zoo.names()));
  }

  private static Map<String, Tensor> state(Model model) {
    var state = new HashMap<String, Tensor>();
    for (var one : model.parameters()) {
      state.put(one.name(), tensor(one));
    }
    for (var one : model.states()) {
      state.put(one.name(), tensor(one));
    }
    return state;
  }

  private static Tensor tensor(Parameter of) {
    var crc = new CRC32();
    crc.update(of.name().getBytes(StandardCharsets.UTF_8));
    var shape = of.shape();
    var values = numbers((int) crc.getValue(), shape.size());
    double fan = shape.rank() > 0 ? (double) shape.size() / shape.dim(0) : 1;
    for (int i = 0; i < values.length; i++) {
      double v = values[i];
      values[i] =
          (float)
              (of.name().endsWith("num_batches_tracked")
                  ? 0
                  : of.name().endsWith("running_var")
                      ? 1 + 0.5 * v
                      : shape.rank() > 1
                          ? v * Math.sqrt(3 / fan)
                          : of.name().endsWith("weight") ? 1 + 0.25 * v : 0.1 * v);
    }
    return new Tensor(shape, values);
  }

  private static float[] numbers(int seed, int size) {
    var numbers = new float[size];
    for (int index = 0; index < size; index++) {
      int h = index * 0x9E3779B9 + seed * 0x85EBCA6B;
      h = (h ^ (h >>> 16)) * 0x7FEB352D;
      h = (h ^ (h >>> 15)) * 0x846CA68B;
      h ^= h >>> 16;
      numbers[index] = (h >> 8) * 0x1p-23f;
    }
    return numbers;
  }

  private static Map<String, Map<String, String>> states() throws IOException {
    return sections("state.txt");
  }

  private static Map<String, Map<String, String>> sections(String file) throws IOException {
    var states = new TreeMap<String, Map<String, String>>();
    var current = new TreeMap<String, String>();
    for (var line : text(file).lines().toList()) {
      if (line.startsWith("# ")) {
        current = new TreeMap<>();
        states.put(line.substring(2), current);
      } else {
        int blank = line.indexOf(' ');
        current.put(line.substring(0, blank), line.substring(blank + 1));
      }
    }
    return states;
  }

  private static Map<String, List<Double>> answers() throws IOException {
    var answers = new LinkedHashMap<String, List<Double>>();
    new ObjectMapper()
        .readTree(text("answers.json"))
        .properties()
        .forEach(
            entry -> {
              var numbers = new ArrayList<Double>();
              entry.getValue().forEach(number -> numbers.add(number.asDouble()));
              answers.put(entry.getKey(), numbers);
            });
    return answers;
  }

  private static String text(String name) throws IOException {
    try (var in = ZooTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
