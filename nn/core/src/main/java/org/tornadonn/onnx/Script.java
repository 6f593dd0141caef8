package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;

/**
 * A graph to be replayed, with its numbers read.
 *
 * @param opset what operators mean
 * @param initializers by name
 * @param functions operators that the file itself defines, by domain and name
 */
record Script(
    GraphProto graph,
    long opset,
    Map<String, Operand> initializers,
    Map<String, FunctionProto> functions) {

  /** Many times what the deepest networks have. */
  private static final int MOST_NODES = 20_000;

  /** Since then, operators broadcast as NumPy does. */
  private static final long OLDEST_OPSET = 7;

  /** What operators mean is known up to there; a newer set may change it. */
  private static final long NEWEST_OPSET = 28;

  /**
   * Reads the numbers of a graph.
   *
   * @throws Refusal if it is damaged, or of an operator set that is not known
   */
  static Script of(ModelProto model, TensorReader reader) {
    var graph = model.getGraph();
    if (graph.getNodeCount() > MOST_NODES) {
      throw new Refusal(
          Reason.SHAPE,
          "has %d operators; at most %d are read".formatted(graph.getNodeCount(), MOST_NODES));
    }
    if (graph.getSparseInitializerCount() > 0) {
      throw new Refusal(Reason.TYPE, "has sparse weights");
    }
    var functions = new HashMap<String, FunctionProto>();
    model.getFunctionsList().forEach(f -> functions.put(key(f.getDomain(), f.getName()), f));
    return new Script(graph, opset(model), initializers(graph, reader), functions);
  }

  /** What goes in, where weights do not. */
  List<ValueInfoProto> inputs() {
    return graph.getInputList().stream()
        .filter(input -> !initializers.containsKey(input.getName()))
        .toList();
  }

  /**
   * The type of the numbers of an input.
   *
   * @throws Refusal if it is no tensor, or of a type that is not read
   */
  static ElementType type(ValueInfoProto input) {
    if (!input.getType().hasTensorType()) {
      throw new Refusal(
          Reason.CONTAINER, "takes or gives '%s', which is no tensor".formatted(input.getName()));
    }
    return ElementType.of(input.getType().getTensorType().getElemType());
  }

  /**
   * Refuses operators that are not read, all of them at once.
   *
   * @throws Refusal if there are some among those that the results depend on
   */
  void requireOperators() {
    var unread = new TreeSet<String>();
    var needed = Replay.needed(graph);
    for (var node : graph.getNodeList()) {
      var key = key(node.getDomain(), node.getOpType());
      if (node.getOutputList().stream().anyMatch(needed::contains)
          && !functions.containsKey(key)
          && !Operators.has(key)) {
        unread.add(key);
      }
    }
    if (!unread.isEmpty()) {
      throw new Refusal(
          Unread.reason(unread.first()),
          "has operators that are not read: " + String.join(", ", unread));
    }
  }

  /** What {@link #functions} are called. */
  static String key(String domain, String name) {
    return isStandard(domain) ? name : domain + "." + name;
  }

  /** Whether operators of a domain are ONNX's own. */
  static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static long opset(ModelProto model) {
    long opset =
        model.getOpsetImportList().stream()
            .filter(set -> isStandard(set.getDomain()))
            .mapToLong(set -> set.getVersion())
            .max()
            .orElse(0);
    if (opset == 0
        && model.getGraph().getNodeList().stream().anyMatch(n -> isStandard(n.getDomain()))) {
      throw new Refusal(Reason.DAMAGED, "does not say which operator set it is of");
    }
    if (opset != 0 && (opset < OLDEST_OPSET || opset > NEWEST_OPSET)) {
      throw new Refusal(
          Reason.OPERATOR,
          "is of operator set %d; %d to %d are read".formatted(opset, OLDEST_OPSET, NEWEST_OPSET));
    }
    return opset;
  }

  private static Map<String, Operand> initializers(GraphProto graph, TensorReader reader) {
    var initializers = new LinkedHashMap<String, Operand>();
    for (var tensor : graph.getInitializerList()) {
      var name = tensor.getName();
      Operand operand = StoredWeight.of(tensor).orElse(null);
      if (operand == null) {
        var numbers = reader.read(tensor);
        operand = isWeight(numbers) ? Weight.of(name, numbers) : new Known(numbers);
      }
      if (name.isEmpty() || initializers.put(name, operand) != null) {
        throw new Refusal(
            Reason.DAMAGED, "has two tensors called '%s', or one without a name".formatted(name));
      }
    }
    return initializers;
  }

  /** Fractions with axes; a mask of infinities is none. */
  private static boolean isWeight(HostTensor numbers) {
    if (!numbers.type().isFloating() || numbers.rank() == 0 || numbers.size() == 0) {
      return false;
    }
    for (int i = 0; i < numbers.size(); i++) {
      if (Double.isInfinite(numbers.number(i))) {
        return false;
      }
    }
    return true;
  }
}
