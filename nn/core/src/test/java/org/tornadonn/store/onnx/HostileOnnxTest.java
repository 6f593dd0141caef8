package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Summary;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFileException;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Predictor;
import org.tornadonn.train.Trainer;

/** ONNX files that are damaged, or made to do harm. */
class HostileOnnxTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path temp;

  private static ModelProto good(String name) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(Fixture.file(name)));
  }

  private void refuses(String words, byte[] bytes) throws IOException {
    var file = Files.write(temp.resolve("m.onnx"), bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    checkLine(words, assertThrows(ModelFileException.class, () -> OnnxFile.read(file), words));
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 20_000_000 + 40L * bytes.length, words + " took " + allocated);
  }

  private void refuses(String words, String good, Consumer<GraphProto.Builder> change)
      throws IOException {
    var model = good(good).toBuilder();
    change.accept(model.getGraphBuilder());
    refuses(words, model.build().toByteArray());
  }

  private void checkLine(String words, ModelFileException e) {
    var message = String.valueOf(e.getMessage());
    assertTrue(message.contains(words), message);
    assertTrue(message.startsWith(temp.toString()), message);
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.length() < 1200, message);
    assertTrue(message.chars().noneMatch(Character::isISOControl), message);
  }

  @Test
  void cycles() throws IOException {
    refuses(
        "has a cycle",
        "matmul_add.onnx",
        graph -> graph.getNodeBuilder(0).setInput(0, graph.getNode(2).getOutput(0)));
    refuses(
        "has a cycle",
        "matmul_add.onnx",
        graph -> graph.getNodeBuilder(1).setInput(1, graph.getNode(1).getOutput(0)));
    refuses(
        "operators that make 'h'",
        "matmul_add.onnx",
        graph -> graph.getNodeBuilder(2).setOutput(0, "h"));
  }

  @Test
  void whatIsNotThere() throws IOException {
    refuses("takes 'w', which nothing", "matmul_add.onnx", graph -> graph.removeInitializer(0));
    refuses(
        "takes '?[31m', which",
        "matmul_add.onnx",
        graph -> graph.getNodeBuilder(0).setInput(0, "\u001b[31m"));
    refuses(
        "without its input 1",
        "matmul_add.onnx",
        graph -> graph.getNodeBuilder(0).clearInput().addInput("x"));
    refuses("no operators", "matmul_add.onnx", GraphProto.Builder::clearNode);
    refuses("has 0 outputs", "matmul_add.onnx", GraphProto.Builder::clearOutput);
    refuses("has 0 inputs", "matmul_add.onnx", GraphProto.Builder::clearInput);
    refuses(
        "computes nothing", "matmul_add.onnx", graph -> graph.getOutputBuilder(0).setName("none"));
    refuses(
        "does not depend on its inputs",
        "matmul_add.onnx",
        graph -> graph.getOutputBuilder(0).setName("w"));
  }

  @Test
  void sizesThatLie() throws IOException {
    refuses(
        "impossible shape [-5, 4]",
        "matmul_add.onnx",
        graph -> graph.getInitializerBuilder(0).setDims(0, -5));
    refuses(
        "holds 80 bytes for [0, 4]",
        "matmul_add.onnx",
        graph -> graph.getInitializerBuilder(0).setDims(0, 0));
    refuses(
        "impossible shape [9223",
        "matmul_add.onnx",
        graph -> graph.getInitializerBuilder(0).setDims(0, Long.MAX_VALUE));
    refuses(
        "more than one array",
        "matmul_add.onnx",
        graph -> graph.getInitializerBuilder(0).setDims(0, Integer.MAX_VALUE));
    refuses(
        "holds 80 bytes",
        "matmul_add.onnx",
        graph -> graph.getInitializerBuilder(0).setDims(0, 500_000_000));
    refuses(
        "holds 3 bytes",
        "matmul_add.onnx",
        graph -> graph.getInitializerBuilder(0).setRawData(ByteString.copyFrom(new byte[3])));
    refuses("holds 0", "matmul_add.onnx", graph -> graph.getInitializerBuilder(0).clearRawData());
    refuses(
        "has 1000 axes",
        "matmul_add.onnx",
        graph ->
            graph
                .getInitializerBuilder(0)
                .clearDims()
                .addAllDims(java.util.Collections.nCopies(1000, 1L)));
    refuses(
        "holds 80 bytes for [5, 4] of FLOAT16",
        "matmul_add.onnx",
        graph -> graph.getInitializerBuilder(0).setDataType(10));
    refuses("impossible shape", "matmul_add.onnx", graph -> dimension(graph, 1, -5));
    refuses("impossible shape", "matmul_add.onnx", graph -> dimension(graph, 1, Long.MAX_VALUE));
    refuses(
        "take 5 inputs, but it gets 2147483639",
        "matmul_add.onnx",
        graph -> dimension(graph, 1, Integer.MAX_VALUE - 8));
    refuses(
        "take 36 inputs, but it gets", "torch_cnn.onnx", graph -> dimension(graph, 2, 1_000_000));
    refuses("take 1 inputs, but it gets 7", "torch_cnn.onnx", graph -> dimension(graph, 1, 7));
    refuses(
        "more than one array can hold",
        "torch_cnn.onnx",
        graph -> dimension(graph, 2, 1_000_000_000));
  }

  private static void dimension(GraphProto.Builder graph, int axis, long size) {
    graph
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(axis)
        .setDimValue(size);
  }

  @Test
  void moreThanAnyModelHas() throws IOException {
    refuses(
        "at most 20000",
        "matmul_add.onnx",
        graph -> {
          for (int i = 0; i < 30_000; i++) {
            graph.addNode(
                NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("o" + i));
          }
        });
    refuses("more than 500000 parts", repeated(0x0a, 600_000));
    var unknown = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(unknown);
    for (int i = 0; i < 600_000; i++) {
      out.writeUInt32(1000 + i, 1);
    }
    out.flush();
    refuses("more than 500000 parts", unknown.toByteArray());
  }

  /** A graph with so many empty nodes. */
  private static byte[] repeated(int tag, int count) throws IOException {
    byte[] nodes = new byte[2 * count];
    for (int i = 0; i < count; i++) {
      nodes[2 * i] = (byte) tag;
    }
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(ModelProto.GRAPH_FIELD_NUMBER, nodes);
    out.flush();
    return bytes.toByteArray();
  }

  @Test
  void nestingWithoutEnd() throws IOException {
    var graph = GraphProto.newBuilder().setName("innermost").build();
    for (int i = 0; i < 60; i++) {
      var body = AttributeProto.newBuilder().setName("body").setG(graph);
      graph = GraphProto.newBuilder().addNode(NodeProto.newBuilder().addAttribute(body)).build();
    }
    refuses("nested too deeply", ModelProto.newBuilder().setGraph(graph).build().toByteArray());
    byte[] groups = new byte[1_000_000];
    Arrays.fill(groups, (byte) 0x0b);
    refuses("damaged", groups);
  }

  /**
   * Ten thousand operators are read, summed up, run, written and trained in a time that grows as
   * their number does; with its square, it would be minutes.
   */
  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Softmax", "Add", "Gemm", "MaxPool", "Identity", "Flatten"})
  @Timeout(120)
  void aDeepChainIsNoTrouble(String type) throws IOException {
    int nodes = 10_000;
    boolean image = type.equals("MaxPool");
    var graph = image ? new OnnxGraph(17, 0, 1, 2, 2) : new OnnxGraph(17, 0, 2);
    for (int i = 0; i < nodes; i++) {
      var from = i == 0 ? "x" : "v" + i;
      var to = "v" + (i + 1);
      switch (type) {
        case "Add" -> graph.node(type, from + " x", to);
        case "Gemm" -> graph.weight("w" + i, 2, 2).node(type, from + " w" + i, to);
        case "MaxPool" -> {
          var kernel = OnnxGraph.with("kernel_shape", new long[] {1, 1});
          graph.node(
              i % 2 == 0 ? "Relu" : type,
              from,
              to,
              i % 2 == 0 ? new AttributeProto[0] : new AttributeProto[] {kernel});
        }
        default -> graph.node(type, from, to);
      }
      graph.proto().getNodeBuilder(i).clearName();
    }
    var file = temp.resolve("m.onnx");
    Files.write(file, graph.gives("v" + nodes).toByteArray());
    var model = OnnxFile.read(file).model();
    var x = new float[model.input().size()];
    Summary.of(model);
    try (var predictor = new Predictor(model, 1, Device.jvm())) {
      predictor.predict(x, 1);
      predictor.verify(x, 1);
    }
    OnnxFile.write(file, model, ModelDescription.CUSTOM);
    assertEquals(model.output(), OnnxFile.read(file).model().output());
    if (type.equals("Gemm")) {
      var loss = Loss.meanSquaredError();
      try (var trainer = new Trainer(model, loss, Optimizer.sgd(1e-3f), 1, Device.jvm())) {
        trainer.step(x, x, 1);
        trainer.verify(x, x, 1);
      }
    }
  }

  /** Whatever happens to a file's bytes, reading it ends with a model or with one line. */
  @Test
  void randomDamage() throws IOException {
    var random = new SplittableRandom(20261122);
    var files = Fixture.read();
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
      byte[] bytes =
          Files.readAllBytes(Fixture.file(files.get(random.nextInt(files.size())).file()));
      refused += ends(round, damage(bytes, random));
    }
    assertTrue(refused > 1500, refused + " refused");
  }

  /** The same for files that are well-formed, but say something else. */
  @Test
  void randomLies() throws IOException {
    var random = new SplittableRandom(20261123);
    var files = Fixture.read();
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
      var model = good(files.get(random.nextInt(files.size())).file()).toBuilder();
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        new Lie(random).tell(model.getGraphBuilder());
      }
      refused += ends(round, model.build().toByteArray());
    }
    assertTrue(refused > 2000 && refused < 3990, refused + " refused");
  }

  /** 1 if it is refused. */
  private int ends(int round, byte[] bytes) throws IOException {
    var file = Files.write(temp.resolve("damaged.onnx"), bytes);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    int refused = 0;
    try {
      OnnxFile.read(file);
    } catch (ModelFileException e) {
      refused = 1;
      checkLine("", e);
    } catch (RuntimeException | Error e) {
      Files.write(Path.of("target", "damaged-%d.onnx".formatted(round)), bytes);
      throw new AssertionError("Round " + round, e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 20_000_000, "Round " + round + " took " + allocated);
    return refused;
  }

  private static byte[] damage(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    for (int n = random.nextInt(1, 4); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 9), (byte) 0xff);
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(12, at));
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(random.nextInt(1, 60), bytes.length - Math.max(at, from));
          System.arraycopy(bytes.clone(), from, bytes, at, length);
        }
      }
    }
    return bytes;
  }
}
