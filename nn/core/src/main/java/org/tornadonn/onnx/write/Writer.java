package org.tornadonn.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.TensorWriter;
import org.tornadonn.op.Composite;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.recurrent.Walk;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Writes the operations of a graph as ONNX nodes. The graph is recorded for several numbers of
 * samples; what differs between the recordings follows that number, and is computed from the shape
 * of the input where a file is run.
 */
public final class Writer {

  /** The operator set that has Gelu. */
  private static final int WITH_GELU = 20;

  /** How each family writes its operations; a family says whether one is of its own. */
  private static final List<Predicate<Step>> FAMILIES =
      List.of(
          Elementwise::write,
          Activations::write,
          Windows::write,
          Products::write,
          Normalizations::write,
          Shapes::write,
          Reductions::write,
          Indices::write);

  private final List<Integer> samples;
  private final int opset;
  private final String input;
  private final UniqueNames unique;
  private final List<NodeProto> nodes = new ArrayList<>();
  private final IdentityHashMap<Value, String> names = new IdentityHashMap<>();
  private final IdentityHashMap<Value, Map<ElementType, String>> others = new IdentityHashMap<>();
  private final Map<Object, String> constants = new HashMap<>();

  /**
   * For one graph.
   *
   * @param samples how many there are in each recording
   * @param opset the operator set of the file, at least 17
   * @param input what has the number of samples as its first size
   * @param unique gives names to what has none
   */
  public Writer(List<Integer> samples, int opset, String input, UniqueNames unique) {
    this.samples = List.copyOf(samples);
    this.opset = opset;
    this.input = input;
    this.unique = unique;
  }

  /** {@return the operator set that a graph needs, at least the usual one} */
  public static int opset(Graph graph, int usual) {
    boolean newer = graph.nodes().stream().anyMatch(node -> node.operation() instanceof GELU);
    return newer ? Math.max(usual, WITH_GELU) : usual;
  }

  /** Says what a value of the first recording is called. */
  public void name(Value value, String name) {
    names.put(value, name);
  }

  /**
   * Writes an operation.
   *
   * @param recorded its node in each recording
   * @throws Unwritable if it has no counterpart in ONNX
   */
  public void write(List<Node> recorded) {
    requireSame(recorded);
    var step = new Step(this, recorded);
    for (var family : FAMILIES) {
      if (family.test(step)) {
        return;
      }
    }
    if (!Decomposed.write(this, recorded)) {
      throw new Unwritable("has no operator in ONNX");
    }
  }

  /**
   * Writes several operations as one, if ONNX has it.
   *
   * @param meaning what they are, in each recording
   * @param spans their nodes in each recording
   * @return whether that was done
   */
  public boolean write(List<Object> meaning, List<List<Node>> spans) {
    return switch (meaning.getFirst()) {
      case Walk _ ->
          Recurrences.write(
              meaning.stream().map(Walk.class::cast).toList(), value -> stepOf(value, spans));
      case Composite one ->
          Composites.write(
              meaning.stream().map(Composite.class::cast).toList(), stepOf(one.result(), spans));
      default -> false;
    };
  }

  /** The step that makes a value of the first recording. */
  private Step stepOf(Value value, List<List<Node>> spans) {
    var outputs = spans.getFirst().stream().map(Node::output).toList();
    int at = outputs.indexOf(value);
    return new Step(this, spans.stream().map(span -> span.get(at)).toList());
  }

  private static void requireSame(List<Node> recorded) {
    var operation = recorded.getFirst().operation();
    boolean same =
        recorded.stream()
            .map(Node::operation)
            .allMatch(
                other ->
                    Shapes.isSized(operation)
                        ? other.getClass() == operation.getClass()
                        : other.equals(operation));
    if (!same) {
      throw new Unwritable("does something else where there are more samples");
    }
  }

  /** Gives a value that has a name another one, too. */
  public void copy(Value value, String name) {
    add("Identity", unique.of(name), List.of(nameOf(value)), List.of(name), List.of());
  }

  /** {@return what was written, without what none of these results is made of} */
  public List<NodeProto> nodes(List<String> results) {
    var needed = new HashSet<>(results);
    var kept = new ArrayList<NodeProto>();
    for (var node : nodes.reversed()) {
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
        kept.add(node);
      }
    }
    return kept.reversed();
  }

  List<Integer> samples() {
    return samples;
  }

  int opset() {
    return opset;
  }

  String unique(String wish) {
    return unique.of(wish);
  }

  boolean isNamed(Value value) {
    return names.containsKey(value);
  }

  /** What a value is called; constants are written where they are asked for the first time. */
  String nameOf(List<Value> recorded) {
    var value = recorded.getFirst();
    var name = names.get(value);
    if (name == null && value.numbers() != null) {
      name = constant(recorded);
      names.put(value, name);
    }
    return Objects.requireNonNull(name, value::toString);
  }

  private String nameOf(Value value) {
    return Objects.requireNonNull(names.get(value), value::toString);
  }

  /** A value under another type, if it was written so. */
  @Nullable String other(Value value, ElementType type) {
    return others.getOrDefault(value, Map.of()).get(type);
  }

  void other(Value value, ElementType type, String name) {
    others.computeIfAbsent(value, _ -> new EnumMap<>(ElementType.class)).put(type, name);
  }

  void add(
      String type,
      String name,
      List<String> inputs,
      List<String> outputs,
      List<AttributeProto> attributes) {
    nodes.add(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(name)
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAllAttribute(attributes)
            .build());
  }

  /** Numbers of float32. */
  String numbers(String wish, Shape shape, float... numbers) {
    return constant(wish, HostTensor.of(ElementType.FLOAT, shape.toArray(), numbers));
  }

  /** Whole numbers along one axis. */
  String whole(long... numbers) {
    return constant("sizes", HostTensor.of(numbers));
  }

  /** A whole number without axes. */
  String index(long number) {
    return constant("index", HostTensor.of(ElementType.INT64, new int[0], number));
  }

  /** Equal ones are written once. */
  private String constant(String wish, HostTensor tensor) {
    var bytes = TensorWriter.bytes(tensor);
    var key = List.of(tensor.type(), IntBuffer.wrap(tensor.dims()), bytes);
    var known = constants.get(key);
    if (known != null) {
      return known;
    }
    var name = unique.of(wish);
    var content = Attribute.of("value", TensorWriter.write("", tensor));
    add("Constant", name, List.of(), List.of(name), List.of(content));
    constants.put(key, name);
    return name;
  }

  /** Sizes along one axis, which may follow the number of samples. */
  String sizes(List<Extent> sizes) {
    if (sizes.stream().allMatch(Extent::isFixed)) {
      return whole(sizes.stream().mapToLong(Extent::base).toArray());
    }
    var parts = new ArrayList<String>();
    for (var size : sizes) {
      parts.add(size.isFixed() ? whole(size.base()) : following(size));
    }
    return parts.size() == 1
        ? parts.getFirst()
        : computed("Concat", parts, Attribute.of("axis", 0L));
  }

  private String following(Extent size) {
    var count =
        computed("Shape", List.of(input), Attribute.of("start", 0L), Attribute.of("end", 1L));
    var all = size.each() == 1 ? count : computed("Mul", List.of(count, whole(size.each())));
    return size.base() == 0 ? all : computed("Add", List.of(all, whole(size.base())));
  }

  /** The number of samples as a float. */
  private String count() {
    return computed(
        "Cast",
        List.of(following(new Extent(1, 0))),
        Attribute.of("to", (long) ElementType.FLOAT.code()));
  }

  /** Whether a number is something divided by the number of samples, as for a mean over them. */
  private boolean isShare(List<Value> recorded) {
    float all = number(recorded.getFirst()) * samples.getFirst();
    return IntStream.range(0, samples.size())
        .allMatch(
            i -> Math.abs(number(recorded.get(i)) * samples.get(i) - all) <= 1e-6f * Math.abs(all));
  }

  private static float number(Value constant) {
    return Objects.requireNonNull(constant.numbers())[0];
  }

  /** What is computed from sizes alone is computed once. */
  private String computed(String type, List<String> inputs, AttributeProto... attributes) {
    var key = List.of(type, inputs);
    var known = constants.get(key);
    if (known != null) {
      return known;
    }
    var name = unique.of("batch." + type.toLowerCase(Locale.ROOT));
    add(type, name, inputs, List.of(name), Arrays.asList(attributes));
    constants.put(key, name);
    return name;
  }

  /** A constant that is the same for any number of samples, or repeated for each. */
  private String constant(List<Value> recorded) {
    var value = recorded.getFirst();
    var numbers = Objects.requireNonNull(value.numbers());
    boolean same =
        recorded.stream()
            .allMatch(
                other ->
                    other.shape().equals(value.shape()) && Arrays.equals(other.numbers(), numbers));
    var wish = "constant." + value.name();
    if (same) {
      return numbers(wish, value.shape(), numbers);
    }
    var sizes = new ArrayList<Extent>();
    int[] one = value.shape().toArray();
    for (int axis = 0; axis < one.length; axis++) {
      int at = axis;
      var size = Extent.of(samples, i -> recorded.get(i).shape().dim(at));
      sizes.add(size);
      one[axis] = size.isFixed() ? one[axis] : 1;
    }
    if (numbers.length == 1 && isShare(recorded)) {
      return computed(
          "Div",
          List.of(numbers("share", value.shape(), numbers[0] * samples.getFirst()), count()));
    }
    var repeated = numbers[0];
    for (var other : recorded) {
      for (float number : Objects.requireNonNull(other.numbers())) {
        if (Float.compare(number, repeated) != 0) {
          throw new Unwritable(
              "takes numbers '%s' that differ with the number of samples".formatted(value.name()));
        }
      }
    }
    var number = numbers(wish, Shape.of(), repeated);
    return computed("Expand", List.of(number, sizes(sizes)));
  }
}
