package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.store.onnx.OnnxGraph.with;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.ModelFileException;

/**
 * A model that is fine and cannot be read is not called damaged; what it has and does not use is no
 * matter.
 */
class OnnxRefusalsTest {

  private static final String UNSUPPORTED = " is not supported by tornado-nn: it ";
  private static final String DAMAGED = " is damaged, or no valid ONNX: it ";

  @TempDir Path temp;

  /**
   * A small model with something more.
   *
   * @param begins how the refusal begins; empty if there is none
   * @param words what it says
   */
  record Case(String name, String begins, String words, Consumer<ModelProto.Builder> change) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Case read(String name, Consumer<ModelProto.Builder> change) {
    return new Case(name, "", "", change);
  }

  private static Case unsupported(String name, String words, Consumer<ModelProto.Builder> change) {
    return new Case(name, UNSUPPORTED, words, change);
  }

  private static Case damaged(String name, String words, Consumer<ModelProto.Builder> change) {
    return new Case(name, DAMAGED, words, change);
  }

  /** The same of its graph. */
  private static Consumer<ModelProto.Builder> graph(Consumer<GraphProto.Builder> change) {
    return model -> change.accept(model.getGraphBuilder());
  }

  private static ModelProto.Builder small() {
    return new OnnxGraph(17, 0, 3)
            .weight("w", 3, 2)
            .weight("b", 2)
            .node("Gemm", "x w b", "h")
            .node("Relu", "h", "y")
            .gives("y")
            .toBuilder();
  }

  private static void gives(GraphProto.Builder graph, String value) {
    graph.getNodeBuilder(1).setOutput(0, value);
    graph.getOutputBuilder(0).setName(value);
  }

  private static TensorProto half() {
    return TensorProto.newBuilder().setName("half").setDataType(10).addDims(0).build();
  }

  private static OperatorSetIdProto operators(String domain, long version) {
    return OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }

  static final List<Case> CASES =
      List.of(
          read("as it is", _ -> {}),
          read("a weight that nobody uses", graph(g -> g.addInitializer(half()))),
          read(
              "an operator that nobody uses",
              graph(g -> g.addNodeBuilder().setOpType("Erf").addInput("h").addOutput("e"))),
          read(
              "operators of another domain, unused",
              m -> m.addOpsetImport(operators("ai.onnx.ml", 3))),
          read("the domain by its long name", m -> m.setOpsetImport(0, operators("ai.onnx", 17))),
          read(
              "a function that nobody uses",
              m -> m.addFunctionsBuilder().setName("f").setDomain("own")),
          read(
              "weights among the inputs",
              graph(g -> g.addInput(g.getInput(0).toBuilder().setName("w")))),
          read(
              "an input that nobody uses",
              graph(g -> g.addInput(g.getInput(0).toBuilder().setName("z")))),
          read("an operator that is no layer", graph(g -> g.getNodeBuilder(1).setOpType("Erf"))),
          unsupported(
              "a sparse weight",
              "sparse",
              graph(g -> g.addSparseInitializer(SparseTensorProto.getDefaultInstance()))),
          unsupported(
              "another operator",
              "not read: NonZeroes",
              graph(g -> g.getNodeBuilder(1).setOpType("NonZeroes"))),
          unsupported(
              "another domain",
              "not read: own.Relu",
              graph(g -> g.getNodeBuilder(1).setDomain("own"))),
          unsupported(
              "an operator that the file defines",
              "beside its result",
              m -> m.addFunctions(FunctionProto.newBuilder().setName("Relu"))),
          unsupported(
              "a loop of as many steps as an input says",
              "needs to know its input 0",
              graph(g -> g.getNodeBuilder(1).setOpType("Loop"))),
          damaged(
              "a branch of one way",
              "lacks its 'else_branch'",
              graph(
                  g ->
                      g.getNodeBuilder(1)
                          .setOpType("If")
                          .addAttribute(
                              AttributeProto.newBuilder()
                                  .setName("then_branch")
                                  .setType(AttributeProto.AttributeType.GRAPH)
                                  .setG(GraphProto.getDefaultInstance())))),
          damaged(
              "float16", "holds 0 numbers", graph(g -> g.getInitializerBuilder(0).setDataType(10))),
          unsupported(
              "an input of int64",
              "numbers of type INT64",
              graph(
                  g ->
                      g.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().setElemType(7))),
          unsupported(
              "an input without axes",
              "first axis",
              graph(
                  g -> g.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape())),
          unsupported(
              "another file",
              "no file in the model's folder",
              graph(
                  g ->
                      g.getInitializerBuilder(0)
                          .setDataLocation(TensorProto.DataLocation.EXTERNAL))),
          unsupported(
              "a bias that is computed",
              "sizes that do not fit",
              graph(g -> g.getNodeBuilder(0).setInput(2, "x"))),
          unsupported("old operators", "7 to 28", m -> m.setOpsetImport(0, operators("", 6))),
          unsupported("newer operators", "7 to 28", m -> m.setOpsetImport(0, operators("", 99))),
          unsupported(
              "an unknown attribute",
              "attribute 'fancy'",
              graph(g -> g.getNodeBuilder(1).addAttribute(with("fancy", 1)))),
          unsupported(
              "a constant that is sparse",
              "neither numbers nor",
              graph(
                  g -> {
                    g.getNodeBuilder(0).setInput(2, "c");
                    g.addNode(
                        0,
                        new OnnxGraph(17, 0)
                            .node("Constant", "", "c", with("sparse_value", 1))
                            .proto()
                            .getNode(0));
                  })),
          damaged("no operator set", "which operator set", ModelProto.Builder::clearOpsetImport),
          damaged(
              "an operator that is newer than its set",
              "operator set 17 has not",
              graph(g -> g.getNodeBuilder(1).setOpType("Gelu"))),
          damaged(
              "an input too many", "with 2 inputs", graph(g -> g.getNodeBuilder(1).addInput("x"))),
          damaged("a result that is there", "is there already", graph(g -> gives(g, "x"))),
          damaged("a result that is a weight", "is there already", graph(g -> gives(g, "b"))),
          damaged(
              "operators out of order",
              "not in order",
              graph(g -> g.addNode(g.getNode(0)).removeNode(0))),
          damaged(
              "weights of other inputs",
              "take 3 inputs, but it gets 4",
              graph(
                  g ->
                      g.getInputBuilder(0)
                          .getTypeBuilder()
                          .getTensorTypeBuilder()
                          .getShapeBuilder()
                          .getDimBuilder(1)
                          .setDimValue(4))),
          damaged(
              "an attribute of another type",
              "of type INT",
              graph(g -> g.getNodeBuilder(0).addAttribute(with("alpha", 1)))));

  @ParameterizedTest
  @FieldSource("CASES")
  void saysWhichItIs(Case given) throws IOException {
    var model = small();
    given.change.accept(model);
    var file = Files.write(temp.resolve("m.onnx"), model.build().toByteArray());
    if (given.begins.isEmpty()) {
      assertEquals(Shape.of(2), OnnxFile.read(file).model().output());
      return;
    }
    var e = assertThrows(ModelFileException.class, () -> OnnxFile.read(file));
    var message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(file + given.begins), message);
    assertTrue(message.contains(given.words), message);
  }
}
