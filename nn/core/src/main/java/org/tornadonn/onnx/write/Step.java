package org.tornadonn.onnx.write;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** An operation of a graph on its way into a file: its operands by name, and what it becomes. */
final class Step {

  private final Writer writer;
  private final List<Node> recorded;
  private final Node node;

  Step(Writer writer, List<Node> recorded) {
    this.writer = writer;
    this.recorded = recorded;
    this.node = recorded.getFirst();
  }

  /** The operation, as it was recorded for the fewest samples. */
  Operation operation() {
    return node.operation();
  }

  int opset() {
    return writer.opset();
  }

  int operands() {
    return node.inputs().size();
  }

  /** The name of an operand. */
  String in(int operand) {
    return writer.nameOf(recorded.stream().map(one -> one.inputs().get(operand)).toList());
  }

  /** The names of all operands. */
  String[] in() {
    return IntStream.range(0, operands()).mapToObj(this::in).toArray(String[]::new);
  }

  /** An operand as it was recorded for the fewest samples. */
  Value operand(int operand) {
    return node.inputs().get(operand);
  }

  Shape shape(int operand) {
    return operand(operand).shape();
  }

  Shape shape() {
    return node.output().shape();
  }

  List<Extent> sizes(int operand) {
    return Extent.of(writer.samples(), recorded, one -> one.inputs().get(operand).shape());
  }

  /** The name of another value than an operand. */
  String nameOf(Function<Integer, Value> recording) {
    return writer.nameOf(IntStream.range(0, recorded.size()).mapToObj(recording::apply).toList());
  }

  /** The numbers of a constant that is the same for any number of samples. */
  float[] constant(int operand) {
    var numbers = operand(operand).numbers();
    if (numbers == null
        || recorded.stream()
            .anyMatch(one -> !Arrays.equals(one.inputs().get(operand).numbers(), numbers))) {
      throw new Unwritable("takes other positions where there are more samples");
    }
    return numbers;
  }

  /** The sizes of the result. */
  List<Extent> sizes() {
    return Extent.of(writer.samples(), recorded, one -> one.output().shape());
  }

  /** A number that may follow the number of samples. */
  Extent extent(ToIntFunction<Node> number) {
    return Extent.of(writer.samples(), i -> number.applyAsInt(recorded.get(i)));
  }

  /** An operand as truth: whether it is not 0. */
  String truth(int operand) {
    return as(operand, ElementType.BOOL);
  }

  /** An operand as whole numbers. */
  String asWhole(int operand) {
    return as(operand, ElementType.INT64);
  }

  private String as(int operand, ElementType type) {
    var known = writer.other(operand(operand), type);
    if (known != null) {
      return known;
    }
    var name = op("Cast", in(operand)).with("to", type.code()).value();
    writer.other(operand(operand), type, name);
    return name;
  }

  /** The result, as what ONNX makes of it before it becomes float32. */
  void gives(String value, ElementType type) {
    writer.other(node.output(), type, value);
    op("Cast", value).with("to", ElementType.FLOAT.code()).gives();
  }

  /** The result is an operand. */
  void givesOperand() {
    if (writer.isNamed(node.output())) {
      op("Identity", in(0)).gives();
    } else {
      writer.name(node.output(), in(0));
    }
  }

  String number(float number) {
    return numbers(Shape.of(), number);
  }

  String numbers(Shape shape, float... numbers) {
    return writer.numbers("constant", shape, numbers);
  }

  String whole(long... numbers) {
    return writer.whole(numbers);
  }

  String index(long number) {
    return writer.index(number);
  }

  String sizes(List<Extent> sizes) {
    return writer.sizes(sizes);
  }

  /** A node that is to be written. */
  Op op(String type, String... inputs) {
    return new Op(type, inputs);
  }

  /** A node: what it is told, and what becomes of its result. */
  final class Op {

    private final String type;
    private final String[] inputs;
    private final List<AttributeProto> attributes = new ArrayList<>();

    private Op(String type, String... inputs) {
      this.type = type;
      this.inputs = inputs;
    }

    Op with(String name, long value) {
      attributes.add(Attribute.of(name, value));
      return this;
    }

    Op with(String name, float value) {
      attributes.add(Attribute.of(name, value));
      return this;
    }

    Op with(String name, String value) {
      attributes.add(Attribute.of(name, value));
      return this;
    }

    Op with(String name, List<String> values) {
      attributes.add(Attribute.of(name, values));
      return this;
    }

    Op with(String name, long... values) {
      attributes.add(Attribute.of(name, values));
      return this;
    }

    /** The name of its result, which other nodes of the operation take. */
    String value() {
      var name = writer.unique(layer() + "." + type);
      var output = writer.unique(name + ".out");
      writer.add(type, name, Arrays.asList(inputs), List.of(output), attributes);
      return output;
    }

    /** The name of its second result; nothing takes the first. */
    String second() {
      return values(2).get(1);
    }

    /** The names of its results. */
    List<String> values(int count) {
      var name = writer.unique(layer() + "." + type);
      var outputs = IntStream.range(0, count).mapToObj(_ -> writer.unique(name + ".out")).toList();
      writer.add(type, name, Arrays.asList(inputs), outputs, attributes);
      return outputs;
    }

    /** Its result is that of the operation. */
    void gives() {
      var name = writer.unique(layer());
      if (!writer.isNamed(node.output())) {
        writer.name(node.output(), writer.unique(name + ".out"));
      }
      var output = writer.nameOf(List.of(node.output()));
      writer.add(type, name, Arrays.asList(inputs), List.of(output), attributes);
    }

    private String layer() {
      return node.path().isEmpty() ? operation().name() : node.path();
    }
  }
}
