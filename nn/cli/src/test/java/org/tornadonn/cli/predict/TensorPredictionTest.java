package org.tornadonn.cli.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;
import static org.tornadonn.cli.Cli.refused;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.layer.Layers;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.store.Classification;
import org.tornadonn.store.ModelDescription;
import org.tornadonn.store.ModelFile;
import org.tornadonn.store.Safetensors;
import org.tornadonn.store.onnx.OnnxFile;
import org.tornadonn.zoo.Zoo;

/** Any model on tensors by name, and what is no input of it. */
class TensorPredictionTest {

  @TempDir static Path folder = Path.of(".");

  /** a (2) and b (2) give sum and difference. */
  private static Path two() {
    return folder.resolve("two.onnx");
  }

  /** Twice the one number that goes in. */
  private static Path one() {
    return folder.resolve("one.safetensors");
  }

  @BeforeAll
  static void models() throws IOException {
    var graph =
        GraphProto.newBuilder()
            .addInput(port("a"))
            .addInput(port("b"))
            .addNode(node("Add", "sum"))
            .addNode(node("Sub", "difference"))
            .addOutput(ValueInfoProto.newBuilder().setName("sum"))
            .addOutput(ValueInfoProto.newBuilder().setName("difference"));
    var model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
    model.addOpsetImportBuilder().setVersion(17);
    Files.write(two(), model.build().toByteArray());
    ModelFile.save(one(), doubling(), "custom");
  }

  private static Model doubling() {
    var model = new Model(Layers.linear(1, 1), Shape.of(1), 1);
    model.load(
        Map.of(
            "weight", new Tensor(Shape.of(1, 1), new float[] {2}),
            "bias", new Tensor(Shape.of(1), new float[1])),
        true);
    return model;
  }

  private static ValueInfoProto port(String name) {
    var port = ValueInfoProto.newBuilder().setName(name);
    var type = port.getTypeBuilder().getTensorTypeBuilder().setElemType(1);
    type.getShapeBuilder().addDimBuilder().setDimParam("n");
    type.getShapeBuilder().addDimBuilder().setDimValue(2);
    return port.build();
  }

  private static NodeProto node(String type, String output) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .addInput("a")
        .addInput("b")
        .addOutput(output)
        .build();
  }

  private static Tensor pairs(float... values) {
    return new Tensor(Shape.of(values.length / 2, 2), values);
  }

  /** A file of little-endian numbers, after a header. */
  private static Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    var bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    return Files.write(folder.resolve("in.safetensors"), bytes.array());
  }

  private static Cli predict(Path model, Path in, Path out, Object... more) {
    var all =
        new ArrayList<Object>(
            List.of("predict", "--model", model, "--tensors", in, "--output", out));
    all.addAll(List.of("--device", "jvm"));
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  private static float[] read(Path file, String name) {
    return Objects.requireNonNull(Safetensors.read(file).tensors().get(name)).values();
  }

  @Test
  void outputsHaveTheModelsNamesAndReplaceNoFile(@TempDir Path out) {
    var in = out.resolve("in.safetensors");
    var a = pairs(1, 2, 3, 4, 5, 6);
    new Safetensors(Map.of("b", pairs(6, 5, 4, 3, 2, Float.NaN), "a", a), Map.of()).write(in);
    var to = out.resolve("folder/out.safetensors");
    var cli = done(predict(two(), in, to, "--batch", 2, "--verify"));
    assertEquals(to + System.lineSeparator(), cli.out());
    var answers = Safetensors.read(to).tensors();
    assertEquals(List.of("sum", "difference"), List.copyOf(answers.keySet()));
    assertEquals(Shape.of(3, 2), Objects.requireNonNull(answers.get("sum")).shape());
    assertArrayEquals(new float[] {7, 7, 7, 7, 7, Float.NaN}, read(to, "sum"));
    assertArrayEquals(new float[] {-5, -3, -1, 1, 3, Float.NaN}, read(to, "difference"));
    refused(1, predict(two(), in, to), to + " is there already", "--overwrite");
    done(predict(two(), in, to, "--overwrite"));
    assertArrayEquals(new float[] {7, 7, 7, 7, 7, Float.NaN}, read(to, "sum"));
  }

  /** A file that was read goes through every command of models. */
  @Test
  void severalInputsAreShownAndWritten(@TempDir Path out) {
    var summary = done(Cli.run("summary", "--model", two(), "--device", "jvm")).out();
    assertTrue(summary.lines().anyMatch(line -> line.matches("a +\\(2\\) +")), summary);
    assertTrue(summary.lines().anyMatch(line -> line.matches("b +\\(2\\) +")), summary);
    var again = out.resolve("again.onnx");
    var written = done(Cli.run("export", "--model", two(), "--to", again)).err();
    assertTrue(
        written.contains(
            "from a (batch, 2), b (batch, 2) to sum (batch, 2), difference (batch, 2)"),
        written);
    var in = out.resolve("in.safetensors");
    new Safetensors(Map.of("a", pairs(1, 2), "b", pairs(3, 5)), Map.of()).write(in);
    var to = out.resolve("out.safetensors");
    done(predict(again, in, to));
    assertArrayEquals(new float[] {-2, -3}, read(to, "difference"));
  }

  /** A network of the zoo, as {@code train classify --model} keeps it. */
  @Test
  void aNetworkOfTheZooIsTheSameAsAnOnnxFile(@TempDir Path out) {
    var model = new Model(Zoo.network("squeezenet1_1", 3), Shape.of(3, 32, 32), 1);
    var classification =
        new Classification(
            List.of("a", "b", "c"), List.of(0.4, 0.5, 0.6), List.of(0.2, 0.25, 0.3), null);
    var file = out.resolve("m.safetensors");
    new ModelFile(model, ModelDescription.of(model, classification)).save(file);
    var onnx = out.resolve("m.onnx");
    done(Cli.run("export", "--model", file, "--to", onnx));
    var in = out.resolve("in.safetensors");
    var x = new float[2 * model.input().size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 17 / 16f;
    }
    new Safetensors(Map.of("x", new Tensor(Shape.of(2, 3, 32, 32), x)), Map.of()).write(in);
    var expected = out.resolve("expected.safetensors");
    var actual = out.resolve("actual.safetensors");
    done(predict(file, in, expected));
    done(predict(onnx, in, actual));
    assertArrayEquals(read(expected, "output"), read(actual, "output"), 1e-5f);
    done(Cli.run("summary", "--model", onnx, "--device", "jvm"));
  }

  /** Sums over the first axis of (n, t), both of which the file leaves open. */
  @Test
  void tensorsSayWhatAFileLeavesOpen(@TempDir Path out) throws IOException {
    var open = ValueInfoProto.newBuilder().setName("x");
    var type = open.getTypeBuilder().getTensorTypeBuilder().setElemType(1);
    type.getShapeBuilder().addDimBuilder().setDimParam("n");
    type.getShapeBuilder().addDimBuilder().setDimParam("t");
    for (var operator : List.of("Neg", "ReduceSum")) {
      var graph =
          GraphProto.newBuilder()
              .addInput(open)
              .addNode(NodeProto.newBuilder().setOpType("Neg").addInput("x").addOutput("m"))
              .addNode(NodeProto.newBuilder().setOpType(operator).addInput("m").addOutput("y"))
              .addOutput(ValueInfoProto.newBuilder().setName("y"));
      var model = ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
      model.addOpsetImportBuilder().setVersion(17);
      var file = Files.write(out.resolve(operator + ".onnx"), model.build().toByteArray());
      var in = out.resolve(operator + ".in.safetensors");
      new Safetensors(Map.of("any", pairs(1, 2, 3, 4, 5, 6)), Map.of()).write(in);
      var to = out.resolve(operator + ".safetensors");
      done(predict(file, in, to, "--batch", 2));
      // Where all samples are joined, they go through the graph as one.
      assertArrayEquals(
          operator.equals("Neg") ? new float[] {1, 2, 3, 4, 5, 6} : new float[] {-21},
          read(to, "output"));
    }
  }

  /** Three numbers: −1, 0, 3. */
  @ParameterizedTest
  @CsvSource({
    "F64,  000000000000f0bf00000000000000000000000000000840",
    "F32,  000080bf0000000000004040",
    "F16,  00bc00000042",
    "BF16, 80bf00004040",
    "I64,  ffffffffffffffff00000000000000000300000000000000",
    "I32,  ffffffff0000000003000000",
    "I16,  ffff00000300",
    "I8,   ff0003",
  })
  void numbersOfAnyType(String type, String bytes, @TempDir Path out) throws IOException {
    byte[] data = HexFormat.of().parseHex(bytes);
    var in =
        file(
            "{\"any\":{\"dtype\":\"%s\",\"shape\":[3,1],\"data_offsets\":[0,%d]}}"
                .formatted(type, data.length),
            data);
    var to = out.resolve("out.safetensors");
    done(predict(one(), in, to));
    assertArrayEquals(new float[] {-2, 0, 6}, read(to, "output"));
  }

  /** What a file has, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 3,2               | wanted for a (2), b (2), but are given for [a]",
        "a 3,2; b 3,2; c 1   | wanted for a (2), b (2), but are given for [a, b, c]",
        "a 3,2; b 2,2        | 'b' takes (2) for each of n samples, but gets (2, 2). 'a' has n = 3",
        "a 1,2; b 2,2        | 'b' takes (2) for each of n samples, but gets (2, 2). 'a' has n = 1",
        "a 3,3; b 3,2        | 'a' takes (2) for each of n samples, but gets (3, 3)",
        "a 2; b 2            | 'a' takes (2) for each of n samples, but gets (2)",
        "a 0,2; b 0,2        | 'a' has shape (0, 2) and so no elements",
        "a 3,2; b 0,2        | 'b' has shape (0, 2) and so no elements",
      })
  void tensorsThatTheModelDoesNotTake(String tensors, String said, @TempDir Path out)
      throws IOException {
    var header = new LinkedHashMap<String, String>();
    int at = 0;
    for (var tensor : tensors.split(";")) {
      var words = tensor.strip().split(" ");
      int size = 4;
      for (var dim : words[1].split(",")) {
        size *= Integer.parseInt(dim);
      }
      header.put(
          words[0],
          "\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
              .formatted(words[0], words[1], at, at + size));
      at += size;
    }
    var in = file("{" + String.join(",", header.values()) + "}", new byte[at]);
    var to = out.resolve("out.safetensors");
    refused(1, predict(two(), in, to), in.toString(), said);
    assertFalse(Files.exists(to));
  }

  @ParameterizedTest
  @CsvSource({
    "I64, 0100000100000000, 16777217",
    "I64, ffffffffffffff7f, 9223372036854775807",
    "I64, fffffffeffffffff, -16777217",
    "U64, ffffffffffffffff, 18446744073709551615",
    "U32, 01000001,         16777217",
    "I32, 00000080,         -2147483648",
  })
  void wholeNumbersThatWouldBecomeOthers(
      String type, String bytes, String number, @TempDir Path out) throws IOException {
    byte[] data = HexFormat.of().parseHex(bytes);
    var in =
        file(
            "{\"ids\":{\"dtype\":\"%s\",\"shape\":[1,1],\"data_offsets\":[0,%d]}}"
                .formatted(type, data.length),
            data);
    refused(
        1, predict(one(), in, out.resolve("out.safetensors")), "'ids'", number, "up to 16777216");
  }

  @Test
  void aFileWithoutTensors(@TempDir Path out) throws IOException {
    var to = out.resolve("out.safetensors");
    refused(1, predict(one(), file("{}", new byte[0]), to), "wanted for input (1)", "for []");
    var empty = Files.write(out.resolve("empty.safetensors"), new byte[0]);
    refused(1, predict(one(), empty, to), "is empty");
    refused(1, predict(one(), out.resolve("no.safetensors"), to), "does not exist");
  }

  /** As its ONNX file does, for ONNX Runtime. */
  @Test
  void aClassifierTakesWhatIsNotStandardized(@TempDir Path out) {
    var model = new Model(Layers.linear(1, 2), Shape.of(1), 1);
    var table = new Classification.Table(List.of("x"), "y");
    var classification =
        new Classification(List.of("no", "yes"), List.of(10.0), List.of(2.0), table);
    var file = out.resolve("c.safetensors");
    var described = new ModelFile(model, ModelDescription.of(model, classification));
    described.save(file);
    var onnx = out.resolve("c.onnx");
    OnnxFile.write(onnx, described);
    var raw = out.resolve("raw.safetensors");
    var x = new Tensor(Shape.of(2, 1), new float[] {12, 4});
    new Safetensors(Map.of("x", x), Map.of()).write(raw);
    var standardized = out.resolve("standardized.safetensors");
    x = new Tensor(Shape.of(2, 1), new float[] {1, -3});
    new Safetensors(Map.of("x", x), Map.of()).write(standardized);
    var expected = out.resolve("expected.safetensors");
    done(predict(file, standardized, expected, "--inputs", "standardized"));
    for (var each : List.of(file, onnx)) {
      var to = out.resolve(each.getFileName() + ".out");
      done(predict(each, raw, to));
      assertArrayEquals(read(expected, "output"), read(to, "output"));
    }
    refused(2, predict(one(), raw, out.resolve("no"), "--inputs", "raw"), "belongs to classifiers");
  }

  @Test
  void optionsThatDoNotGoTogether(@TempDir Path out) {
    var in = out.resolve("in.safetensors");
    var to = out.resolve("out.safetensors");
    refused(2, Cli.run("predict", "--model", one()), "FILE", "--tensors");
    refused(2, Cli.run("predict", "--model", one(), "--tensors", in), "--output");
    refused(2, Cli.run("predict", "--model", one(), "a.png", "--batch", 2), "--batch belongs to");
    refused(2, predict(one(), in, to, "a.png"), "takes the place of a.png");
    refused(2, predict(one(), in, to, "--batch", 0), "--batch must be at least 1");
    for (var option : List.of("--top=2", "--json", "--upright=x", "--header")) {
      refused(2, predict(one(), in, to, option), option.replaceAll("=.*", ""), "--tensors");
    }
  }
}
