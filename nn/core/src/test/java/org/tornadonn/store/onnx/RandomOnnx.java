package org.tornadonn.store.onnx;

import static org.tornadonn.store.onnx.OnnxGraph.with;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small graphs of the operators that are read, with whatever attributes and shapes they may have.
 */
final class RandomOnnx {

  private static final List<Long> OPSETS = List.of(9L, 12L, 13L, 17L, 22L);

  private final SplittableRandom random;
  private final long opset;
  private final OnnxGraph graph;
  private final long[] input;
  private final int samples;

  /** What the last node gives, and what others have given. */
  private String last = "x";

  private int[] dims;
  private final List<String> values = new ArrayList<>(List.of("x"));
  private int made;

  private RandomOnnx(SplittableRandom random, int samples) {
    this.random = random;
    this.opset = OPSETS.get(random.nextInt(OPSETS.size()));
    this.input = new long[random.nextInt(2, 5)];
    for (int i = 0; i < input.length; i++) {
      input[i] = random.nextInt(1, input.length == 4 && i > 1 ? 7 : 4);
    }
    input[0] = random.nextBoolean() ? 0 : input[0];
    this.samples = samples;
    this.graph = new OnnxGraph(opset, input);
    this.dims = Arrays.stream(input).mapToInt(Math::toIntExact).toArray();
    dims[0] = dims[0] == 0 ? samples : dims[0];
  }

  /** A model; where it leaves the number of samples open, it is made for so many. */
  static ModelProto model(SplittableRandom random, int samples) {
    var made = new RandomOnnx(random, samples);
    for (int nodes = random.nextInt(1, 5); nodes > 0; nodes--) {
      if (!made.grow()) {
        break;
      }
    }
    return made.graph.gives(made.last);
  }

  /** Whether the graph can go on. */
  private boolean grow() {
    var output = "v" + made++;
    switch (random.nextInt(dims.length == 4 ? 18 : 12)) {
      case 0 -> graph.node(any("Relu", "Tanh", "Sigmoid", "Identity"), last, output);
      case 1 -> graph.node("LeakyRelu", last, output, some(with("alpha", number())));
      case 2 -> graph.node("Dropout", last, output + any("", " mask" + made));
      case 3 -> graph.node("Softmax", last, output, some(with("axis", axis())));
      case 4 -> graph.node("Flatten", last, output, some(with("axis", axis() + random.nextInt(2))));
      case 5, 6 -> reshape(output);
      case 7, 8 -> add(output);
      case 9 ->
          graph.node(
              "Add",
              any(last + " ", values.getFirst() + " ") + values.get(random.nextInt(values.size())),
              output);
      case 10 -> product(output);
      case 11 -> normalize(output);
      case 12, 13 -> conv(output);
      case 14, 15 -> pool("MaxPool", output);
      case 16 -> pool("AveragePool", output);
      default -> graph.node("GlobalAveragePool", last, output);
    }
    last = output;
    values.add(output);
    try {
      var x = input.clone();
      x[0] = x[0] == 0 ? samples : x[0];
      int[] sizes = Arrays.stream(x).mapToInt(Math::toIntExact).toArray();
      dims = Definitions.answer(graph.gives(last), NdArray.zeros(sizes)).dims();
      return dims.length > 0;
    } catch (NdArray.InvalidException | Definitions.UndefinedException e) {
      return false;
    }
  }

  private String any(String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private float number() {
    return (float) random.nextDouble(-1, 1);
  }

  private long axis() {
    return random.nextInt(-dims.length, dims.length);
  }

  /** Some of the attributes. */
  private AttributeProto[] some(AttributeProto... attributes) {
    return Arrays.stream(attributes)
        .filter(_ -> random.nextInt(3) > 0)
        .toArray(AttributeProto[]::new);
  }

  private static long[] list(long... numbers) {
    return numbers;
  }

  /** The sizes of now in one order or another, some joined, some left out or changed. */
  private void reshape(String output) {
    var sizes = new ArrayList<Long>();
    for (int i = 0; i < dims.length; i++) {
      if (i > 0 && random.nextInt(3) == 0) {
        sizes.set(sizes.size() - 1, sizes.getLast() * dims[i]);
      } else {
        sizes.add((long) dims[i]);
      }
    }
    switch (random.nextInt(5)) {
      case 0 -> sizes.addFirst(1L);
      case 1 -> sizes.add(sizes.removeFirst());
      case 2 -> sizes.set(0, (long) random.nextInt(1, 4));
      default -> {}
    }
    if (random.nextInt(3) > 0) {
      sizes.set(random.nextInt(sizes.size()), -1L);
    }
    for (int i = 0; i < Math.min(sizes.size(), dims.length); i++) {
      if (sizes.get(i) == dims[i] && random.nextInt(3) == 0) {
        sizes.set(i, 0L);
      }
    }
    graph.integers("s" + made, sizes.stream().mapToLong(size -> size).toArray());
    graph.node("Reshape", last + " s" + made, output);
  }

  private void add(String output) {
    long[] sizes = new long[random.nextInt(dims.length + 2)];
    Arrays.fill(sizes, 1);
    for (int i = 1; i <= Math.min(sizes.length, dims.length); i++) {
      sizes[sizes.length - i] = random.nextInt(3) == 0 ? dims[dims.length - i] : 1;
    }
    graph.weight("c" + made, sizes);
    graph.node("Add", any(last + " c" + made, "c" + made + " " + last), output);
  }

  private void product(String output) {
    int out = random.nextInt(1, 4);
    int in = dims[dims.length - 1];
    if (random.nextInt(3) == 0) {
      graph.weight("w" + made, in, out);
      graph.node("MatMul", last + " w" + made, output);
      return;
    }
    boolean transposed = random.nextBoolean();
    graph.weight("w" + made, transposed ? out : in, transposed ? in : out);
    var attributes =
        new ArrayList<>(List.of(some(with("alpha", number()), with("beta", number()))));
    attributes.add(with("transB", transposed ? 1 : 0));
    attributes.addAll(List.of(random.nextInt(6) == 0 ? some(with("transA", 1)) : some()));
    var sizes =
        List.of(list(), list(1), list(out), list(1, out), list(dims[0], 1), list(dims[0], out));
    graph.weight("c" + made, sizes.get(random.nextInt(sizes.size())));
    graph.node(
        "Gemm",
        last + " w" + made + any("", " c" + made),
        output,
        attributes.toArray(AttributeProto[]::new));
  }

  private void normalize(String output) {
    for (var name : List.of("s", "b", "m", "v")) {
      graph.weight(name + "n" + made, dims.length > 1 ? dims[1] : 1);
    }
    graph.node(
        "BatchNormalization",
        "%s sn%d bn%d mn%d vn%d".formatted(last, made, made, made, made),
        random.nextInt(6) > 0 ? output : "%s a%d b%d".formatted(output, made, made),
        some(with("epsilon", 0.1f), with("momentum", 0.8f)));
  }

  private void conv(String output) {
    int group = random.nextInt(4) == 0 && dims[1] % 2 == 0 ? 2 : 1;
    int out = group * random.nextInt(1, 3);
    int height = random.nextInt(1, 4);
    int width = random.nextInt(1, 4);
    graph.weight("w" + made, out, dims[1] / group, height, width);
    var attributes = window(height, width);
    attributes.add(with("group", group));
    var bias = "";
    if (random.nextBoolean()) {
      graph.weight("b" + made, out);
      bias = " b" + made;
      if (random.nextBoolean()) {
        graph.node("Identity", bias.strip(), "i" + made);
        bias = " i" + made;
      }
    }
    graph.node(
        "Conv", last + " w" + made + bias, output, attributes.toArray(AttributeProto[]::new));
  }

  private void pool(String type, String output) {
    int height = random.nextInt(1, 4);
    int width = random.nextInt(1, 4);
    var attributes = window(height, width);
    attributes.add(with("kernel_shape", list(height, width)));
    attributes.addAll(List.of(random.nextInt(3) == 0 ? some(with("ceil_mode", 1)) : some()));
    attributes.addAll(
        List.of(type.equals("AveragePool") ? some(with("count_include_pad", 1)) : some()));
    attributes.removeIf(
        attribute -> type.equals("AveragePool") && attribute.getName().equals("dilations"));
    graph.node(type, last, output, attributes.toArray(AttributeProto[]::new));
  }

  private List<AttributeProto> window(int height, int width) {
    var attributes = new ArrayList<AttributeProto>();
    attributes.addAll(
        List.of(some(with("strides", list(random.nextInt(1, 4), random.nextInt(1, 4))))));
    int above = random.nextInt(height);
    int left = random.nextInt(width);
    boolean even = random.nextInt(4) > 0;
    switch (random.nextInt(4)) {
      case 0 ->
          attributes.add(with("auto_pad", any("SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET")));
      case 1 -> {}
      default ->
          attributes.add(
              with(
                  "pads",
                  list(
                      above,
                      left,
                      even ? above : random.nextInt(height),
                      even ? left : random.nextInt(width))));
    }
    if (random.nextInt(5) == 0) {
      attributes.add(with("dilations", list(random.nextInt(1, 3), random.nextInt(1, 3))));
    }
    return attributes;
  }
}
