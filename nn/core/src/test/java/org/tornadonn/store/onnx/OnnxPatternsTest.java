package org.tornadonn.store.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tornadonn.store.onnx.OnnxAnswers.Ending.NOT_DEFINED;
import static org.tornadonn.store.onnx.OnnxAnswers.Ending.NOT_SUPPORTED;
import static org.tornadonn.store.onnx.OnnxAnswers.Ending.RIGHT;
import static org.tornadonn.store.onnx.OnnxGraph.with;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.store.onnx.OnnxAnswers.Ending;

/** Operators that stand for a layer only under conditions: read rightly, or refused. */
class OnnxPatternsTest {

  @TempDir Path temp;

  /** A graph that says what it is; it is given 3 samples where it leaves their number open. */
  record Case(String name, ModelProto model, Ending ending) {

    @Override
    public String toString() {
      return name;
    }
  }

  /** The table, while it is being written. */
  private static final class Table {
    final List<Case> cases = new ArrayList<>();

    void right(String name, OnnxGraph graph) {
      cases.add(new Case(name, graph.gives("y"), RIGHT));
    }

    /** What the definitions do not know, but ONNX's own tests do. */
    void read(String name, OnnxGraph graph) {
      cases.add(new Case(name, graph.gives("y"), NOT_DEFINED));
    }

    void refused(String name, OnnxGraph graph) {
      cases.add(new Case(name, graph.gives("y"), NOT_SUPPORTED));
    }
  }

  private static OnnxGraph one(long opset, String type, long[] input, AttributeProto... with) {
    return new OnnxGraph(opset, input).node(type, "x", "y", with);
  }

  private static long[] list(long... sizes) {
    return sizes;
  }

  private static OnnxGraph reshape(long[] input, long[] to, AttributeProto... with) {
    return new OnnxGraph(17, input)
        .integers("s", to)
        .node("Relu", "x", "r")
        .node("Reshape", "r s", "q", with)
        .node("Softmax", "q", "y", with("axis", -1));
  }

  static List<Case> cases() {
    var table = new Table();
    reshapes(table);
    flattens(table);
    products(table);
    sums(table);
    windows(table);
    others(table);
    return table.cases;
  }

  private static void reshapes(Table t) {
    t.right("Reshape (4, 3) to [2, -1]", reshape(list(4, 3), list(2, -1)));
    t.refused("Reshape (n, 3) to [1, -1]", reshape(list(0, 3), list(1, -1)));
    t.refused("Reshape (n, 3) to [3, -1], which is right for 3", reshape(list(0, 3), list(3, -1)));
    t.right("Reshape (4, 3) to [-1, 6]", reshape(list(4, 3), list(-1, 6)));
    t.refused("Reshape (n, 6) to [-1, 3]", reshape(list(0, 6), list(-1, 3)));
    t.refused("Reshape (n, 6) to [-1]", reshape(list(0, 6), list(-1)));
    t.right("Reshape (n, 6) to [-1, 2, 3]", reshape(list(0, 6), list(-1, 2, 3)));
    t.right("Reshape (n, 2, 3) to [0, 3, 2]", reshape(list(0, 2, 3), list(0, 3, 2)));
    t.right("Reshape (2, 2, 3) to [4, 3]", reshape(list(2, 2, 3), list(4, 3)));
    t.refused("Reshape (n, 2, 3) to [-1, 0]", reshape(list(0, 2, 3), list(-1, 0)));
    t.right(
        "Reshape (1, 1) to []",
        new OnnxGraph(17, 1, 1).integers("s", list()).node("Reshape", "x s", "y"));
    t.right("Reshape (n, 2, 3) to [-1, 6]", reshape(list(0, 2, 3), list(-1, 6)));
    t.right("Reshape (n, 2, 3) to [0, -1]", reshape(list(0, 2, 3), list(0, -1)));
    t.right("Reshape (n, 2, 3) to [0, 6]", reshape(list(0, 2, 3), list(0, 6)));
    t.right("Reshape (n, 2, 3) to [3, 6]", reshape(list(0, 2, 3), list(3, 6)));
    t.right("Reshape (1, 2, 3) to [1, -1]", reshape(list(1, 2, 3), list(1, -1)));
    t.right("Reshape (4, 2, 3) to [4, -1]", reshape(list(4, 2, 3), list(4, -1)));
    t.right("Reshape (n, 2, 3) to [0, 0, 0]", reshape(list(0, 2, 3), list(0, 0, 0)));
    t.right("Reshape (n, 2, 3) to [-1, 2, 3]", reshape(list(0, 2, 3), list(-1, 2, 3)));
    t.right("Reshape (n, 2, 3) to [0, -1, 3]", reshape(list(0, 2, 3), list(0, -1, 3)));
    t.right(
        "Reshape with allowzero to [-1, 6]",
        reshape(list(0, 2, 3), list(-1, 6), with("allowzero", 1)));
    t.right("Reshape (n, 6) to [-1, 6]", reshape(list(0, 6), list(-1, 6)));
  }

  private static void flattens(Table t) {
    for (int axis = -4; axis <= 4; axis++) {
      var graph = one(17, "Flatten", list(0, 2, 3, 2), with("axis", axis));
      if (axis == 1 || axis == -3) {
        t.right("Flatten from axis " + axis, graph);
      } else {
        t.refused("Flatten from axis " + axis, graph);
      }
    }
    t.right("Flatten", one(17, "Flatten", list(0, 2, 3, 2)));
    t.right(
        "Flatten from axis 0 of one sample", one(17, "Flatten", list(1, 2, 3), with("axis", 0)));
    t.right("Flatten behind axes of 1", one(17, "Flatten", list(0, 1, 1, 3), with("axis", 3)));
    t.refused("Flatten rows from axis 2", one(17, "Flatten", list(0, 3), with("axis", 2)));
    t.right("Flatten from axis 0", one(17, "Flatten", list(4, 3), with("axis", 0)));
  }

  private static OnnxGraph gemm(String inputs, long[] bias, AttributeProto... with) {
    return new OnnxGraph(17, 0, 4)
        .weight("w", 4, 4)
        .weight("b", bias)
        .node("Gemm", inputs, "y", with);
  }

  private static void products(Table t) {
    t.right("Gemm", gemm("x w b", list(4)));
    t.right("Gemm without a bias", gemm("x w", list(4)));
    t.right("Gemm, transB", gemm("x w b", list(1, 4), with("transB", 1)));
    t.right("Gemm, alpha and beta", gemm("x w b", list(4), with("alpha", 0.5f), with("beta", -2f)));
    t.right("Gemm and one number", gemm("x w b", list()));
    t.right("Gemm and one number of two axes", gemm("x w b", list(1, 1)));
    t.refused("Gemm, a bias for each sample", gemm("x w b", list(3, 1)));
    t.refused("Gemm, another bias for each sample", gemm("x w b", list(3, 4)));
    t.right(
        "Gemm, transA",
        new OnnxGraph(17, 4, 4).weight("w", 4, 4).node("Gemm", "x w", "y", with("transA", 1)));
    t.right(
        "Gemm of a constant", new OnnxGraph(17, 4, 4).weight("w", 4, 4).node("Gemm", "w x", "y"));
    t.right(
        "MatMul of a constant",
        new OnnxGraph(17, 4, 4).weight("w", 4, 4).node("MatMul", "w x", "y"));
    t.right("MatMul of two values", new OnnxGraph(17, 4, 4).node("MatMul", "x x", "y"));
    t.read(
        "MatMul and a vector", new OnnxGraph(17, 0, 4).weight("w", 4).node("MatMul", "x w", "y"));
    t.read(
        "MatMul of images",
        new OnnxGraph(17, 0, 2, 4).weight("w", 4, 2).node("MatMul", "x w", "y"));
  }

  private static OnnxGraph biased(String add, long... bias) {
    return new OnnxGraph(17, 0, 3)
        .weight("w", 3, 4)
        .weight("b", bias)
        .node("MatMul", "x w", "h")
        .node("Add", add, "y");
  }

  private static OnnxGraph biasedImage(long... bias) {
    return new OnnxGraph(17, 0, 2, 4, 5)
        .weight("w", 5, 2, 3, 3)
        .weight("b", bias)
        .node("Conv", "x w", "h")
        .node("Add", "h b", "y");
  }

  private static void sums(Table t) {
    t.right("Add a bias", biased("h b", 4));
    t.right("Add to a bias", biased("b h", 4));
    t.right("Add a bias of two axes", biased("h b", 1, 4));
    t.right("Add one number", biased("h b"));
    t.refused("Add a bias with an axis more", biased("h b", 1, 1, 4));
    t.refused("Add one number with an axis more", biased("h b", 1, 1, 1));
    t.refused("Add a number for each sample", biased("h b", 3, 1));
    t.refused("Add numbers for each sample", biased("h b", 3, 4));
    t.right(
        "Add a bias to what is used without it",
        new OnnxGraph(17, 0, 3)
            .weight("w", 3, 4)
            .weight("b", 4)
            .node("MatMul", "x w", "h")
            .node("Add", "h b", "s")
            .node("Add", "h s", "y"));
    t.right("Add a bias to each channel", biasedImage(5, 1, 1));
    t.right("Add a bias to each channel, with the batch", biasedImage(1, 5, 1, 1));
    t.right("Add one number to an image", biasedImage(1));
    t.refused("Add with an axis more to an image", biasedImage(1, 1, 5, 1, 1));
    t.right("Add to each column", biasedImage(3));
    t.right("Add to each row", biasedImage(2, 1));
    t.refused("Add to each sample", biasedImage(3, 1, 1, 1));
    t.right(
        "Add two values", new OnnxGraph(17, 0, 3).node("Tanh", "x", "h").node("Add", "x h", "y"));
    t.right(
        "Add values that broadcast",
        new OnnxGraph(17, 0, 2, 3, 3).node("GlobalAveragePool", "x", "h").node("Add", "x h", "y"));
    t.right(
        "Add two constants",
        new OnnxGraph(17, 0, 3).weight("a", 3, 3).node("Add", "a a", "c").node("Gemm", "x c", "y"));
  }

  private static OnnxGraph conv(AttributeProto... with) {
    return new OnnxGraph(17, 0, 2, 7, 6).weight("w", 4, 2, 3, 3).node("Conv", "x w", "y", with);
  }

  private static OnnxGraph pool(String type, AttributeProto... with) {
    var all = new ArrayList<>(List.of(with));
    all.addFirst(with("kernel_shape", list(3, 3)));
    return one(22, type, list(0, 2, 7, 7), all.toArray(AttributeProto[]::new));
  }

  private static void windows(Table t) {
    t.right("Conv", conv());
    t.right("Conv, padded", conv(with("pads", list(1, 2, 1, 2)), with("strides", list(2, 1))));
    t.right("Conv, SAME", conv(with("auto_pad", "SAME_LOWER")));
    t.right("Conv, VALID", conv(with("auto_pad", "VALID")));
    t.right("Conv, uneven SAME", conv(with("auto_pad", "SAME_UPPER"), with("strides", list(2, 2))));
    t.right("Conv, padded on one side", conv(with("pads", list(0, 0, 1, 1))));
    t.right("Conv, dilated", conv(with("dilations", list(2, 1))));
    t.refused("Conv, unknown attribute", conv(with("fancy", 1)));
    t.right(
        "Conv, groups",
        new OnnxGraph(17, 0, 2, 5, 5)
            .weight("w", 4, 1, 3, 3)
            .node("Conv", "x w", "y", with("group", 2)));
    t.read(
        "Conv of rows", new OnnxGraph(17, 0, 2, 5).weight("w", 4, 2, 3).node("Conv", "x w", "y"));
    t.right(
        "Conv, bias is Identity of a constant",
        new OnnxGraph(17, 0, 2, 5, 5)
            .weight("w", 4, 2, 3, 3)
            .weight("b", 4)
            .node("Identity", "b", "c")
            .node("Identity", "c", "d")
            .node("Conv", "x w d", "y"));
    t.right(
        "Gemm, bias is Identity of a constant",
        new OnnxGraph(17, 1, 3)
            .weight("w", 3, 2)
            .weight("b", 2)
            .node("Identity", "b", "c")
            .node("Gemm", "x w c", "y"));
    for (var type : List.of("MaxPool", "AveragePool")) {
      t.right(type, pool(type));
      t.right(
          type + ", padded",
          pool(type, with("pads", list(1, 1, 1, 1)), with("strides", list(2, 2))));
      t.right(
          type + ", ceil_mode without a rest",
          pool(type, with("ceil_mode", 1), with("strides", list(2, 2))));
      t.read(
          type + ", ceil_mode with a rest",
          pool(type, with("ceil_mode", 1), with("strides", list(3, 3))));
      t.right(type + ", padded on one side", pool(type, with("pads", list(0, 0, 1, 1))));
    }
    t.right("MaxPool, padded by more than half", pool("MaxPool", with("pads", list(2, 2, 2, 2))));
    t.right("MaxPool, dilated", pool("MaxPool", with("dilations", list(2, 2))));
    t.right("MaxPool, storage_order", pool("MaxPool", with("storage_order", 1)));
    t.right(
        "AveragePool, padding counts",
        pool("AveragePool", with("pads", list(1, 1, 1, 1)), with("count_include_pad", 1)));
    var indices =
        new OnnxGraph(17, 0, 1, 4, 4).node("MaxPool", "x", "y i", with("kernel_shape", list(2, 2)));
    t.right("MaxPool with indices that nobody uses", indices);
    t.cases.add(new Case("MaxPool's indices", indices.gives("i"), NOT_DEFINED));
  }

  private static OnnxGraph normalized(long opset, String outputs, AttributeProto... with) {
    return new OnnxGraph(opset, 0, 2, 3, 3)
        .weight("s", 2)
        .weight("b", 2)
        .weight("m", 2)
        .weight("v", 2)
        .node("BatchNormalization", "x s b m v", outputs, with);
  }

  private static OnnxGraph dropout(boolean trains) {
    return new OnnxGraph(17, 0, 5).weight("r").truth("t", trains).node("Dropout", "x r t", "y");
  }

  private static void others(Table t) {
    t.right("BatchNormalization", normalized(17, "y", with("epsilon", 0.1f)));
    t.refused("BatchNormalization, training_mode", normalized(17, "y", with("training_mode", 1)));
    t.refused("BatchNormalization, training by its results", normalized(9, "y m2 v2 sm sv"));
    for (int axis : new int[] {1, 2, 3, -1, -2, -3}) {
      t.right(
          "Softmax along axis " + axis, one(13, "Softmax", list(0, 2, 3, 2), with("axis", axis)));
    }
    t.refused("Softmax along the batch", one(13, "Softmax", list(0, 3), with("axis", 0)));
    t.right("Softmax 12 of several axes", one(12, "Softmax", list(0, 2, 3)));
    t.right("Softmax 12 of the last axis", one(12, "Softmax", list(0, 2, 3), with("axis", 2)));
    t.right("Softmax 12 of rows", one(12, "Softmax", list(0, 3)));
    t.refused("Softmax 12 of all", one(12, "Softmax", list(0, 3), with("axis", 0)));
    t.right("LeakyRelu", one(17, "LeakyRelu", list(0, 5)));
    t.right("LeakyRelu, alpha below 0", one(17, "LeakyRelu", list(0, 5), with("alpha", -0.5f)));
    t.right("Gelu", one(20, "Gelu", list(0, 5)));
    t.right("Gelu, tanh", one(20, "Gelu", list(0, 5), with("approximate", "tanh")));
    t.right("Dropout", one(11, "Dropout", list(0, 5), with("ratio", 0.5f)));
    t.right(
        "Dropout with a mask that nobody uses",
        new OnnxGraph(17, 0, 5).node("Dropout", "x", "y m"));
    t.cases.add(
        new Case(
            "Dropout's mask",
            new OnnxGraph(17, 0, 5).node("Dropout", "x", "y m").gives("m"),
            NOT_SUPPORTED));
    t.right("Dropout, a ratio and no training", dropout(false));
    t.refused("Dropout in training", dropout(true));
    t.right("Identity", one(17, "Identity", list(0, 5)));
    t.right(
        "two values of one name",
        new OnnxGraph(17, 0, 5).node("Identity", "x", "a").node("Dropout", "a", "y"));
    t.cases.add(new Case("no operator", new OnnxGraph(17, 0, 5).gives("x"), RIGHT));
    t.cases.add(
        new Case(
            "a constant", new OnnxGraph(17, 0, 5).weight("w", 3, 5).gives("w"), NOT_SUPPORTED));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isReadRightlyOrRefused(Case given) throws IOException {
    assertEquals(given.ending, new OnnxAnswers(temp).of(given.model, 3));
  }
}
