package org.tornadonn.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;
import org.tornadonn.onnx.tensor.TensorWriter;
import org.tornadonn.plan.Graph;

/** What is known is computed at once, and exactly; what a plan cannot do is refused in words. */
class FoldingTest {

  private static final HostTensor LARGE = longs(1L << 40, -3, 7);

  @TempDir Path temp;

  private record Case(
      String type, List<HostTensor> inputs, List<AttributeProto> attributes, HostTensor result) {

    @Override
    public String toString() {
      return type + inputs;
    }
  }

  private static Case of(HostTensor result, String type, HostTensor... inputs) {
    return new Case(type, List.of(inputs), List.of(), result);
  }

  private static HostTensor longs(long... numbers) {
    return HostTensor.of(numbers);
  }

  private static HostTensor scalar(long number) {
    return HostTensor.of(ElementType.INT64, new int[0], number);
  }

  private static HostTensor truths(long... numbers) {
    return HostTensor.of(ElementType.BOOL, new int[] {numbers.length}, numbers);
  }

  private static HostTensor matrix(int rows, int columns, long... numbers) {
    return HostTensor.of(ElementType.INT64, new int[] {rows, columns}, numbers);
  }

  private static AttributeProto with(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  static final List<Case> CASES =
      List.of(
          of(longs((1L << 40) + 1, -2, 8), "Add", LARGE, longs(1)),
          of(longs(1L << 41, -6, 14), "Mul", LARGE, scalar(2)),
          of(longs(1L << 39, -1, 3), "Div", LARGE, scalar(2)),
          of(longs(1, 2, 2), "Mod", LARGE, scalar(5)),
          of(longs(-(1L << 40), 3, -7), "Neg", LARGE),
          of(longs(1L << 40, 3, 7), "Max", LARGE, longs(3)),
          of(truths(0, 1, 0), "Less", LARGE, longs(0)),
          of(truths(0, 0, 1), "Equal", LARGE, longs(7)),
          of(longs(5, -3, 5), "Where", truths(0, 1, 0), LARGE, longs(5)),
          of(longs(3), "Shape", LARGE),
          of(scalar(3), "Size", LARGE),
          of(longs(7, 1L << 40), "Gather", LARGE, longs(-1, 0)),
          of(longs(1L << 40, -3, 7, 9), "Concat", LARGE, longs(9), longs()),
          of(longs(7, 1L << 40), "Slice", LARGE, longs(-1), longs(-99), longs(0), longs(-2)),
          of(matrix(3, 1, 1L << 40, -3, 7), "Unsqueeze", LARGE, longs(1)),
          of(matrix(1, 3, 1L << 40, -3, 7), "Reshape", LARGE, longs(1, -1)),
          of(matrix(2, 3, 1L << 40, -3, 7, 1L << 40, -3, 7), "Expand", LARGE, longs(2, 1)),
          of(longs(1, 2, 1, 2), "Tile", longs(1, 2), longs(2)),
          of(longs(4, 2, 0), "Range", scalar(4), scalar(-1), scalar(-2)),
          of(matrix(2, 2, 1, 3, 2, 4), "Transpose", matrix(2, 2, 1, 2, 3, 4)),
          of(longs(4, 6), "ReduceSum", matrix(2, 2, 1, 2, 3, 4), longs(0)),
          of(scalar(24), "ReduceProd", longs(2, 3, 4)),
          of(longs(1, 3, 6), "CumSum", longs(1, 2, 3), scalar(0)),
          of(matrix(1, 2, 0, 2), "NonZero", longs(5, 0, 6)));

  private static NodeProto node(String type, int inputs, List<AttributeProto> attributes) {
    var node = NodeProto.newBuilder().setOpType(type).addOutput("y").addAllAttribute(attributes);
    for (int i = 0; i < inputs; i++) {
      node.addInput("c" + i);
    }
    return node.build();
  }

  private static ModelProto model(NodeProto node, List<HostTensor> constants) {
    var model = ModelProto.newBuilder();
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18));
    var graph = model.getGraphBuilder().addNode(node);
    for (int i = 0; i < constants.size(); i++) {
      graph.addInitializer(TensorWriter.write("c" + i, constants.get(i)));
    }
    graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
    return model.build();
  }

  private static List<Operand> replay(ModelProto model, Map<String, Operand> inputs) {
    var script = Script.of(model, new TensorReader(null));
    var graph = new Graph();
    return new Replay(script, graph, new Stored(graph), 1 << 20).run(inputs);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void isComputedAtOnce(Case given) {
    var attributes =
        switch (given.type) {
          case "Concat", "Gather" -> List.of(with("axis", 0));
          case "ReduceSum", "ReduceProd" -> List.of(with("keepdims", 0));
          default -> given.attributes;
        };
    var node = node(given.type, given.inputs.size(), attributes);
    var result = ((Known) replay(model(node, given.inputs), Map.of()).getFirst()).tensor();
    assertEquals(given.result.type(), result.type());
    assertArrayEquals(given.result.dims(), result.dims());
    assertArrayEquals(given.result.toLongs(), result.toLongs());
  }

  private static void refuses(Reason reason, String type, ElementType of, HostTensor... constants) {
    var node = node(type, constants.length, List.of()).toBuilder().addInput("x").build();
    var graph = new Graph();
    var x = graph.input("x", org.tornadonn.plan.Shape.of(3));
    var script = Script.of(model(node, List.of(constants)), new TensorReader(null));
    var replay = new Replay(script, graph, new Stored(graph), 1 << 20);
    var e = assertThrows(Refusal.class, () -> replay.run(Map.of("x", Replay.input(x, of))), type);
    assertEquals(reason, e.reason(), e.getMessage());
  }

  @Test
  void wholeNumbersThatFloat32CannotCarryAreRefused() {
    refuses(Reason.EXACTNESS, "Mul", ElementType.INT64, longs(1 << 20, 1, 1));
    refuses(Reason.EXACTNESS, "Add", ElementType.INT64, longs(1L << 40, 1, 1));
    refuses(Reason.EXACTNESS, "Div", ElementType.INT64, longs(4, 4, 4));
    refuses(
        Reason.EXACTNESS,
        "Sub",
        ElementType.UINT32,
        HostTensor.of(ElementType.UINT32, new int[] {1}, 1L));
  }

  @Test
  void whatAPlanCannotDoIsRefused() {
    refuses(Reason.DATA, "NonZero", ElementType.FLOAT);
    refuses(Reason.RANDOM, "RandomNormalLike", ElementType.FLOAT);
    refuses(Reason.OPERATOR, "Fancy", ElementType.FLOAT);
    refuses(Reason.EMPTY, "Add", ElementType.FLOAT, empty());
  }

  private static HostTensor empty() {
    return HostTensor.of(ElementType.FLOAT, new int[] {0, 3}, new float[0]);
  }

  @Test
  void aFewBytesDoNotBecomeManyNumbers() {
    var node = node("ConstantOfShape", 1, List.of());
    var e =
        assertThrows(
            Refusal.class, () -> replay(model(node, List.of(longs(1 << 15, 1 << 15))), Map.of()));
    assertEquals(Reason.SHAPE, e.reason());
  }

  private TensorProto external(String location, long offset, long length) {
    return TensorProto.newBuilder()
        .setName("w")
        .setDataType(TensorProto.DataType.FLOAT_VALUE)
        .addDims(2)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", String.valueOf(offset)))
        .addExternalData(entry("length", String.valueOf(length)))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void numbersInAFileBesideAreRead() throws IOException {
    var folder = Files.createDirectory(temp.resolve("model"));
    var bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(9).putFloat(1.5f).putFloat(-2);
    Files.write(folder.resolve("w.bin"), bytes.array());
    Files.write(temp.resolve("outside.bin"), bytes.array());
    Files.createSymbolicLink(folder.resolve("link.bin"), temp.resolve("outside.bin"));
    var reader = new TensorReader(folder);
    assertTrue(
        Arrays.equals(new float[] {1.5f, -2}, reader.read(external("w.bin", 4, 8)).toFloats()));
    for (var location :
        List.of(
            "../outside.bin",
            "sub/../../outside.bin",
            temp.resolve("outside.bin").toString(),
            "link.bin",
            "none.bin",
            "",
            "\0")) {
      var e = assertThrows(Refusal.class, () -> reader.read(external(location, 0, 8)), location);
      assertEquals(Reason.ELSEWHERE, e.reason(), location);
    }
    for (long[] range : new long[][] {{8, 8}, {0, 4}, {Long.MAX_VALUE, 8}, {-4, 8}}) {
      assertThrows(Refusal.class, () -> reader.read(external("w.bin", range[0], range[1])));
    }
  }

  @Test
  void everyTypeIsReadAsItWasWritten() {
    for (var type : ElementType.values()) {
      var numbers =
          type.isFloating()
              ? HostTensor.fractions(type, new int[] {2}, i -> i - 0.5)
              : HostTensor.integers(type, new int[] {2}, i -> i);
      var read = new TensorReader(null).read(TensorWriter.write("t", numbers));
      assertEquals(type, read.type());
      for (int i = 0; i < 2; i++) {
        assertEquals(numbers.number(i), read.number(i), type.name());
      }
    }
  }
}
