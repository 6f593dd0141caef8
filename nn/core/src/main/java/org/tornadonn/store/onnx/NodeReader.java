package org.tornadonn.store.onnx;

import static java.util.Map.entry;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.layer.AdaptiveAvgPool2d;
import org.tornadonn.layer.AvgPool2d;
import org.tornadonn.layer.BatchNorm2d;
import org.tornadonn.layer.Conv2d;
import org.tornadonn.layer.Flatten;
import org.tornadonn.layer.GELU;
import org.tornadonn.layer.Identity;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.LeakyReLU;
import org.tornadonn.layer.Linear;
import org.tornadonn.layer.MaxPool2d;
import org.tornadonn.layer.ReLU;
import org.tornadonn.layer.Sigmoid;
import org.tornadonn.layer.Softmax;
import org.tornadonn.layer.Tanh;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.LayerName;
import org.tornadonn.op.activation.GELU.Approximate;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.plan.Shape;

/**
 * Reads ONNX operators as steps of a network.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">The operators</a>
 */
final class NodeReader {

  /** The operators that {@link #read} reads, and how many inputs each may have. */
  static final Map<String, Integer> OPERATORS =
      Map.ofEntries(
          entry("Add", 2),
          entry("AveragePool", 1),
          entry("BatchNormalization", 5),
          entry("Constant", 0),
          entry("Conv", 3),
          entry("Dropout", 3),
          entry("Flatten", 1),
          entry("Gelu", 1),
          entry("Gemm", 3),
          entry("GlobalAveragePool", 1),
          entry("Identity", 1),
          entry("LeakyRelu", 1),
          entry("MatMul", 2),
          entry("MaxPool", 1),
          entry("Relu", 1),
          entry("Reshape", 2),
          entry("Sigmoid", 1),
          entry("Softmax", 1),
          entry("Tanh", 1));

  /** Since then, Softmax goes along one axis; before, along that and all behind it. */
  private static final long ONE_AXIS = 13;

  private static final long WITH_GELU = 20;

  private final Source source;
  private final long opset;
  private final Constants constants;
  private final Wiring wiring;
  private final long samples;

  /**
   * For one graph.
   *
   * @param samples how many samples a batch has; 0 if the file leaves that open
   */
  NodeReader(Source source, long opset, Constants constants, Wiring wiring, long samples) {
    this.source = source;
    this.opset = opset;
    this.constants = constants;
    this.wiring = wiring;
    this.samples = samples;
  }

  /** Adds what a node does; what it takes is there. */
  void read(NodeProto node) {
    if (node.getOutputCount() == 0 || node.getOutput(0).isEmpty()) {
      throw source.damaged(
          "has a %s '%s' without output".formatted(node.getOpType(), node.getName()));
    }
    int most = OPERATORS.getOrDefault(node.getOpType(), 0);
    if (node.getInputList().stream().skip(most).anyMatch(input -> !input.isEmpty())) {
      throw source.damaged(
          "has a %s '%s' with %d inputs"
              .formatted(node.getOpType(), node.getName(), node.getInputCount()));
    }
    if (node.getOpType().equals("Constant")) {
      constants.add(node);
      return;
    }
    var attributes = new Attributes(source, node);
    switch (node.getOpType()) {
      case "Add" -> add(node);
      case "AveragePool" -> averagePool(node, attributes);
      case "BatchNormalization" -> batchNormalization(node, attributes);
      case "Conv" -> conv(node, attributes);
      case "Dropout" -> dropout(node, attributes);
      case "Flatten" -> flatten(node, attributes);
      case "Gelu" -> gelu(node, attributes);
      case "Gemm" -> gemm(node, attributes);
      case "GlobalAveragePool" -> globalAveragePool(node);
      case "Identity" -> identity(node);
      case "LeakyRelu" -> layer(node, new LeakyReLU(attributes.number("alpha", 0.01f)));
      case "MatMul" -> linear(node, constants.floats(input(node, 1)), false, 1);
      case "MaxPool" -> maxPool(node, attributes);
      case "Relu" -> layer(node, new ReLU());
      case "Reshape" -> reshape(node, attributes);
      case "Sigmoid" -> layer(node, new Sigmoid());
      case "Softmax" -> softmax(node, attributes);
      case "Tanh" -> layer(node, new Tanh());
      default -> throw new IllegalStateException(node.getOpType());
    }
    attributes.requireNoOther();
  }

  private String input(NodeProto node, int i) {
    if (i >= node.getInputCount() || node.getInput(i).isEmpty()) {
      throw source.damaged(
          "has a %s '%s' without its input %d".formatted(node.getOpType(), node.getName(), i));
    }
    return node.getInput(i);
  }

  private static boolean hasInput(NodeProto node, int i) {
    return i < node.getInputCount() && !node.getInput(i).isEmpty();
  }

  /** The first input, which is no constant. */
  private Wiring.Tap x(NodeProto node) {
    var name = input(node, 0);
    if (!wiring.has(name)) {
      throw source.unsupported(
          "has a %s '%s' of the constant '%s'".formatted(node.getOpType(), node.getName(), name));
    }
    return wiring.tap(name);
  }

  private void layer(NodeProto node, Layer layer) {
    layer(node, layer, Map.of());
  }

  private void layer(NodeProto node, Layer layer, Map<String, Tensor> state) {
    wiring.add(node.getOutput(0), LayerName.of(node), layer, List.of(x(node)), state);
  }

  private void requireRank(NodeProto node, Shape sample, int rank) {
    if (sample.rank() != rank) {
      throw source.unsupported(
          "has a %s '%s' of samples %s, only those of %d axes are read"
              .formatted(node.getOpType(), node.getName(), sample, rank));
    }
  }

  private void identity(NodeProto node) {
    if (constants.has(input(node, 0))) {
      constants.same(node.getOutput(0), node.getInput(0));
    } else {
      wiring.same(node.getOutput(0), x(node));
    }
  }

  private void conv(NodeProto node, Attributes attributes) {
    var x = x(node).shape();
    requireRank(node, x, 3);
    var weight = constants.floats(input(node, 1));
    requireRank(node, weight.shape(), 4);
    attributes.require("group", 1, 1);
    requireFit(node, x.dim(0), weight.shape().dim(1));
    int[] kernel = {weight.shape().dim(2), weight.shape().dim(3)};
    var window = attributes.window(x.dim(1), x.dim(2), kernel);
    var state = new HashMap<>(Map.of("weight", weight));
    if (hasInput(node, 2)) {
      state.put("bias", constants.floats(input(node, 2)));
    }
    layer(
        node,
        new Conv2d(weight.shape().dim(1), weight.shape().dim(0), window, state.containsKey("bias")),
        state);
  }

  /** What no broadcasting makes good. */
  private void requireFit(NodeProto node, int given, int wanted) {
    if (given != wanted) {
      throw source.damaged(
          "has a %s '%s' whose weights take %d inputs, but it gets %d"
              .formatted(node.getOpType(), node.getName(), wanted, given));
    }
  }

  private void maxPool(NodeProto node, Attributes attributes) {
    var x = x(node).shape();
    requireRank(node, x, 3);
    attributes.ignore("storage_order");
    layer(node, new MaxPool2d(pool(attributes, x)));
  }

  private void averagePool(NodeProto node, Attributes attributes) {
    var x = x(node).shape();
    requireRank(node, x, 3);
    var window = pool(attributes, x);
    layer(node, new AvgPool2d(window, attributes.integer("count_include_pad", 0) != 0));
  }

  private static Window pool(Attributes attributes, Shape image) {
    var window = attributes.window(image.dim(1), image.dim(2), null);
    if (2 * window.paddingHeight() > window.kernelHeight()
        || 2 * window.paddingWidth() > window.kernelWidth()) {
      throw attributes.unsupported(
          "pads %d and %d of a kernel of %d by %d, only up to half are read"
              .formatted(
                  window.paddingHeight(),
                  window.paddingWidth(),
                  window.kernelHeight(),
                  window.kernelWidth()));
    }
    RoundedUp.requireSame(attributes, window, image);
    return window;
  }

  private void globalAveragePool(NodeProto node) {
    requireRank(node, x(node).shape(), 3);
    layer(node, new AdaptiveAvgPool2d(1, 1));
  }

  private void gelu(NodeProto node, Attributes attributes) {
    if (opset < WITH_GELU) {
      throw source.damaged("has a %s, which operator set %d has not".formatted(attributes, opset));
    }
    var approximate = attributes.text("approximate", "none");
    switch (approximate) {
      case "none" -> layer(node, new GELU(Approximate.NONE));
      case "tanh" -> layer(node, new GELU(Approximate.TANH));
      default -> throw attributes.unsupported("an approximation '%s'".formatted(approximate));
    }
  }

  private void softmax(NodeProto node, Attributes attributes) {
    int rank = x(node).shape().rank() + 1;
    long axis = attributes.integer("axis", opset < ONE_AXIS ? 1 : -1);
    long positive = axis < 0 ? axis + rank : axis;
    if (positive < 1 || positive >= rank || (opset < ONE_AXIS && positive != rank - 1)) {
      throw attributes.unsupported("axis %d of %d".formatted(axis, rank));
    }
    layer(node, new Softmax((int) positive));
  }

  private void gemm(NodeProto node, Attributes attributes) {
    attributes.require("transA", 0, 0);
    float alpha = attributes.number("alpha", 1);
    float beta = attributes.number("beta", 1);
    boolean transposed = attributes.integer("transB", 0) != 0;
    linear(node, constants.floats(input(node, 1)), transposed, alpha);
    if (hasInput(node, 2)) {
      Fold.into(wiring, wiring.tap(node.getOutput(0)))
          .orElseThrow()
          .shift(Scaled.by(constants.floats(input(node, 2)), beta), source, attributes.toString());
    }
  }

  /** A fully connected layer without bias, of a weight {@code (out, in)} or transposed. */
  private void linear(NodeProto node, Tensor weight, boolean outFirst, float factor) {
    requireRank(node, weight.shape(), 2);
    requireRank(node, x(node).shape(), 1);
    var w = Scaled.by(outFirst ? weight : Scaled.transposed(weight), factor);
    requireFit(node, x(node).shape().dim(0), w.shape().dim(1));
    layer(node, new Linear(w.shape().dim(1), w.shape().dim(0), false), Map.of("weight", w));
  }

  /** A bias where one side is a constant, else the sum of two values. */
  private void add(NodeProto node) {
    var a = input(node, 0);
    var b = input(node, 1);
    var what = "Add '%s'".formatted(node.getName());
    if (wiring.has(a) && wiring.has(b)) {
      var taps = List.of(wiring.tap(a), wiring.tap(b));
      if (!taps.getFirst().shape().equals(taps.getLast().shape())) {
        throw source.unsupported(
            "has an %s of samples %s and %s, only those of one shape are read"
                .formatted(what, taps.getFirst().shape(), taps.getLast().shape()));
      }
      wiring.add(node.getOutput(0), LayerName.of(node), new Identity(), taps, Map.of());
      return;
    }
    var value = wiring.has(a) ? a : b;
    if (!wiring.has(value)) {
      throw source.unsupported("has an %s of two constants".formatted(what));
    }
    var tap = wiring.tap(value);
    Fold.of(wiring, tap)
        .orElseThrow(
            () ->
                source.unsupported(
                    "has an %s of a constant that is no layer's bias".formatted(what)))
        .shift(constants.floats(value.equals(a) ? b : a), source, what);
    wiring.same(node.getOutput(0), tap);
  }

  /** Taken into the layer before it where that can be, else a layer of its own. */
  private void batchNormalization(NodeProto node, Attributes attributes) {
    float epsilon = attributes.number("epsilon", 1e-5f);
    float kept = attributes.number("momentum", 0.9f);
    attributes.require("spatial", 1, 1);
    attributes.require("training_mode", 0, 0);
    // Before there was a training_mode, its other results alone said so.
    if (node.getOutputList().stream().skip(1).anyMatch(result -> !result.isEmpty())) {
      throw attributes.unsupported("results of training");
    }
    var tap = x(node);
    var channels = Shape.of(tap.shape().dim(0));
    var state = new LinkedHashMap<String, Tensor>();
    for (var name : List.of("weight", "bias", "running_mean", "running_var")) {
      var tensor = constants.floats(input(node, state.size() + 1));
      if (!tensor.shape().equals(channels)) {
        throw source.damaged(
            "has a %s with a tensor %s for %s channels"
                .formatted(attributes, tensor.shape(), channels));
      }
      state.put(name, tensor);
    }
    var fold = Fold.of(wiring, tap);
    if (fold.isPresent()) {
      fold.get().normalize(List.copyOf(state.values()), epsilon);
      wiring.same(node.getOutput(0), tap);
      return;
    }
    requireRank(node, tap.shape(), 3);
    state.put("num_batches_tracked", new Tensor(Shape.of(), new float[1]));
    layer(node, new BatchNorm2d(channels.size(), epsilon, 1 - kept, true), state);
  }

  /** Does nothing when a model predicts. */
  private void dropout(NodeProto node, Attributes attributes) {
    attributes.ignore("ratio");
    attributes.ignore("seed");
    if (hasInput(node, 1) && !constants.has(input(node, 1))) {
      throw source.unsupported("has a %s with a ratio that is computed".formatted(attributes));
    }
    if (hasInput(node, 2) && !constants.isFalse(input(node, 2))) {
      throw source.unsupported("has a %s in training mode".formatted(attributes));
    }
    wiring.same(node.getOutput(0), x(node));
  }

  private void flatten(NodeProto node, Attributes attributes) {
    var tap = x(node);
    long axis = attributes.integer("axis", 1);
    int rank = tap.shape().rank() + 1;
    if (axis < -rank || axis > rank) {
      throw source.damaged("has a %s with axis %d of %d".formatted(attributes, axis, rank));
    }
    var to = reshaping(tap).flatten((int) (axis < 0 ? axis + rank : axis));
    reshaped(node, tap, to, attributes, "axis " + axis);
  }

  private void reshape(NodeProto node, Attributes attributes) {
    var tap = x(node);
    boolean zeroCopies = attributes.integer("allowzero", 0) == 0;
    long[] shape = constants.integers(input(node, 1));
    if (shape == null) {
      throw source.damaged("has a %s to a shape that is no list of numbers".formatted(attributes));
    }
    var to = reshaping(tap).reshape(shape, zeroCopies);
    reshaped(node, tap, to, attributes, "shape " + Attributes.brief(shape));
  }

  private Reshaping reshaping(Wiring.Tap tap) {
    return new Reshaping(samples, tap.shape());
  }

  private void reshaped(
      NodeProto node, Wiring.Tap tap, Reshaping.Result to, Attributes attributes, String what) {
    switch (to) {
      case SAME -> wiring.same(node.getOutput(0), tap);
      case ROW -> layer(node, new Flatten(1, -1));
      case OTHER ->
          throw attributes.unsupported(
              "%s for samples %s; only what stays as it is, or becomes a row for each sample, is read"
                  .formatted(what, tap.shape()));
    }
  }
}
