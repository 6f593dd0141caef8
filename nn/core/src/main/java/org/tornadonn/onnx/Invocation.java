package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;
import org.tornadonn.plan.Value;

/** A node with what it takes, while it is replayed. Each attribute has to be asked for. */
final class Invocation {

  private final Replay replay;
  private final NodeProto node;
  private final List<@Nullable Operand> inputs;
  private final Map<String, Operand> around;
  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final Set<String> left = new HashSet<>();

  Invocation(
      Replay replay, NodeProto node, List<@Nullable Operand> inputs, Map<String, Operand> around) {
    this.replay = replay;
    this.node = node;
    this.inputs = inputs;
    this.around = around;
    for (var attribute : node.getAttributeList()) {
      left.add(attribute.getName());
      if (attributes.put(attribute.getName(), attribute) != null) {
        throw new Refusal(
            Reason.DAMAGED, "has a %s with two '%s'".formatted(this, attribute.getName()));
      }
    }
  }

  /** A node, as errors call it. */
  static String title(NodeProto node) {
    return node.getName().isEmpty()
        ? node.getOpType()
        : "%s '%s'".formatted(node.getOpType(), node.getName());
  }

  NodeProto proto() {
    return node;
  }

  /** The operator, with its domain if that is not ONNX's. */
  String key() {
    return Script.key(node.getDomain(), node.getOpType());
  }

  long opset() {
    return replay.opset();
  }

  /** The number of inputs, those that are left out before the last among them. */
  int inputs() {
    return inputs.size();
  }

  boolean has(int i) {
    return i < inputs.size() && inputs.get(i) != null;
  }

  /** An input. */
  Operand in(int i) {
    var operand = i < inputs.size() ? inputs.get(i) : null;
    if (operand == null) {
      throw new Refusal(Reason.DAMAGED, "lacks input %d".formatted(i));
    }
    return operand;
  }

  /** Whether something takes an output. */
  boolean wants(int output) {
    return output < node.getOutputCount() && !node.getOutput(output).isEmpty();
  }

  int outputs() {
    return node.getOutputCount();
  }

  /** Whether all inputs are known and none is a weight: then the result is known too. */
  boolean folds() {
    return inputs.stream().allMatch(input -> input == null || input instanceof Known);
  }

  /** The numbers of an input that has to be known. */
  HostTensor known(int i) {
    return replay.numbers(in(i), "input %d".formatted(i));
  }

  /** A list of whole numbers that have to be known. */
  long[] integers(int i) {
    return known(i).toLongs();
  }

  /** An input as a value of the plan. */
  Value value(int i) {
    return value(in(i));
  }

  Value value(Operand operand) {
    return replay.value(operand);
  }

  /** An input as a running state. */
  Value state(int i) {
    return replay.state(in(i));
  }

  /** The number of batches so far, beside a running state. */
  Value batches(int i) {
    return replay.batches(in(i));
  }

  /** The number of samples in use; null unless the graph is trained. */
  @Nullable Value fill() {
    return replay.fill();
  }

  /** A number of float32 as a value. */
  Value scalar(double number) {
    return replay.scalar(number);
  }

  /** Numbers as a value. */
  Value constant(HostTensor tensor) {
    return replay.constant(tensor);
  }

  /**
   * Replays a graph within this node, which sees the values around it.
   *
   * @param inputs what it is given, by its own names
   */
  List<Operand> run(GraphProto graph, Map<String, Operand> inputs) {
    var values = new HashMap<>(around);
    values.putAll(inputs);
    for (var tensor : graph.getInitializerList()) {
      values.put(tensor.getName(), new Known(new TensorReader(null).read(tensor)));
    }
    return replay.run(graph, values);
  }

  /** What an operand's whole numbers are at least and at most. */
  long[] bounds(int i) {
    return bounds(in(i));
  }

  long[] bounds(Operand operand) {
    if (operand instanceof Computed computed) {
      return new long[] {computed.low(), computed.high()};
    }
    var tensor = replay.numbers(operand, "numbers");
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (int k = 0; k < tensor.size(); k++) {
      low = Math.min(low, tensor.integer(k));
      high = Math.max(high, tensor.integer(k));
    }
    return new long[] {low, high};
  }

  /**
   * Asks for the input of whole numbers of which alone something is computed.
   *
   * @throws InputNeeded if there is one
   */
  void requireNoInput(Computed computed) {
    replay.requireNoInput(computed);
  }

  /** Takes what is about to be done from what is left. */
  void spend(long numbers) {
    replay.spend(numbers);
  }

  /** Known fractions, computed now. */
  Known fractions(ElementType type, int[] dims, IntToDoubleFunction number) {
    replay.spend(HostTensor.size(dims));
    return new Known(HostTensor.fractions(type, dims, number));
  }

  /** Known whole numbers or truth values, computed now. */
  Known integers(ElementType type, int[] dims, IntToLongFunction number) {
    replay.spend(HostTensor.size(dims));
    return new Known(HostTensor.integers(type, dims, number));
  }

  /** Elements of something known. */
  Known pick(HostTensor from, int[] dims, IntUnaryOperator place) {
    replay.spend(HostTensor.size(dims));
    return new Known(from.pick(dims, place));
  }

  private @Nullable AttributeProto take(String name, AttributeType type) {
    left.remove(name);
    var attribute = attributes.get(name);
    if (attribute != null && attribute.getType() != type) {
      throw new Refusal(
          Reason.DAMAGED, "has an attribute '%s' of type %s".formatted(name, attribute.getType()));
    }
    return attribute;
  }

  boolean hasAttribute(String name) {
    return attributes.containsKey(name);
  }

  long integer(String name, long absent) {
    var attribute = take(name, AttributeType.INT);
    return attribute == null ? absent : attribute.getI();
  }

  boolean flag(String name) {
    return integer(name, 0) != 0;
  }

  float number(String name, float absent) {
    var attribute = take(name, AttributeType.FLOAT);
    return attribute == null ? absent : attribute.getF();
  }

  String text(String name, String absent) {
    var attribute = take(name, AttributeType.STRING);
    return attribute == null ? absent : attribute.getS().toStringUtf8();
  }

  /** A list of texts; empty if it is not there. */
  List<String> texts(String name) {
    var attribute = take(name, AttributeType.STRINGS);
    return attribute == null
        ? List.of()
        : attribute.getStringsList().stream().map(text -> text.toStringUtf8()).toList();
  }

  long @Nullable [] integers(String name) {
    var attribute = take(name, AttributeType.INTS);
    return attribute == null
        ? null
        : attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
  }

  /** A list of whole numbers, or what stands for it. */
  long[] integers(String name, long... absent) {
    var given = integers(name);
    return given == null ? absent : given;
  }

  float @Nullable [] numbers(String name) {
    var attribute = take(name, AttributeType.FLOATS);
    if (attribute == null) {
      return null;
    }
    float[] numbers = new float[attribute.getFloatsCount()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = attribute.getFloats(i);
    }
    return numbers;
  }

  @Nullable HostTensor tensor(String name) {
    var attribute = take(name, AttributeType.TENSOR);
    return attribute == null ? null : new TensorReader(null).read(attribute.getT());
  }

  GraphProto graph(String name) {
    var attribute = take(name, AttributeType.GRAPH);
    if (attribute == null) {
      throw new Refusal(Reason.DAMAGED, "lacks its '%s'".formatted(name));
    }
    return attribute.getG();
  }

  /** An axis, counted from 0. */
  int axis(long given, int rank) {
    long axis = given < 0 ? given + rank : given;
    if (axis < 0 || axis >= rank) {
      throw new Refusal(Reason.DAMAGED, "takes axis %d of %d".formatted(given, rank));
    }
    return (int) axis;
  }

  /** Notes that all numbers along an axis are joined: those of several samples must not be. */
  void joins(int size) {
    replay.joins(node.getOutput(0), size);
  }

  /** An attribute that makes no difference. */
  void ignore(String... names) {
    for (var name : names) {
      left.remove(name);
    }
  }

  /** Refuses what no rule has asked for. */
  void requireNoOther() {
    if (!left.isEmpty()) {
      throw variant("has an attribute '%s'".formatted(left.iterator().next()));
    }
  }

  /** An operator that is read, but not so. */
  Refusal variant(String what) {
    return new Refusal(Reason.VARIANT, what);
  }

  @Override
  public String toString() {
    return title(node);
  }
}
