package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;
import org.tornadonn.onnx.tensor.TensorWriter;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A graph of a file as a layer, and the numbers that its weights begin with.
 *
 * @param inputs what goes in
 * @param state parameters and running states by name
 */
public record Import(OnnxGraph layer, Signature inputs, Map<String, Tensor> state) {

  /** How many numbers may be computed from constants, and how many more for each byte. */
  private static final long FEW_NUMBERS = 1 << 19;

  private static final long NUMBERS_PER_BYTE = 16;

  /** Numbers of samples that hardly another axis has. */
  private static final int SOME = 7;

  private static final int MORE = 11;

  /**
   * Reads a graph.
   *
   * @param folder where numbers may lie that are not in the file itself
   * @param inputs what goes in, by the graph's names
   * @throws Refusal if it is not valid, or does what a plan cannot
   */
  public static Import of(ModelProto model, Path folder, Signature inputs) {
    var script = Script.of(model, new TensorReader(folder));
    script.requireOperators();
    long budget = FEW_NUMBERS + NUMBERS_PER_BYTE * model.getSerializedSize();
    var used = probe(script, inputs, 1, budget);
    var structure = structure(model, script, used);
    var state = new LinkedHashMap<String, Tensor>();
    script
        .initializers()
        .forEach(
            (name, operand) -> {
              if (operand instanceof Weight weight
                  && weight.numbers() != null
                  && used.keeps(name)) {
                state.put(name, new Tensor(weight.shape(), weight.numbers().toFloats()));
              }
            });
    boolean oneByOne = isOneByOne(script, inputs, used, budget);
    return new Import(OnnxGraph.of(structure, oneByOne), inputs, state);
  }

  /**
   * Whether each sample needs a copy of the graph: it is made for one, and takes no more.
   *
   * @throws Refusal if it takes several and does not give as many
   */
  private static boolean isOneByOne(Script script, Signature inputs, Probe used, long budget) {
    if (!inputs.batched()) {
      return false;
    }
    try {
      var some = probe(script, inputs, SOME, budget);
      var more = probe(script, inputs, MORE, budget);
      some.requireApart(more);
      if (!some.shapes().equals(used.shapes()) || !more.shapes().equals(used.shapes())) {
        throw new Refusal(
            Reason.VARIANT, "gives samples of other sizes where there are more of them");
      }
      return false;
    } catch (Refusal e) {
      if (script.inputs().stream().allMatch(Import::isOne)) {
        return true;
      }
      throw e;
    }
  }

  private static boolean isOne(ValueInfoProto input) {
    var dims = input.getType().getTensorType().getShape().getDimList();
    return !dims.isEmpty() && dims.getFirst().getDimValue() == 1;
  }

  private static Probe probe(Script script, Signature inputs, int n, long budget) {
    var graph = new Graph();
    var values = new LinkedHashMap<String, Value>();
    for (var port : inputs.ports()) {
      values.put(
          port.name(),
          graph.input(port.name(), inputs.batched() ? port.shape().batch(n) : port.shape()));
    }
    var leaves = new Probe(graph, new LinkedHashSet<>(), new LinkedHashMap<>(), new ArrayList<>());
    var replayed = OnnxGraph.replayed(script, leaves, values, budget);
    for (var value : replayed.values()) {
      if (inputs.batched() && (value.shape().rank() == 0 || value.shape().dim(0) != n)) {
        throw new Refusal(
            Reason.VARIANT,
            "gives %s for %d samples: its first axis does not count them"
                .formatted(value.shape(), n));
      }
      leaves.shapes().add(inputs.batched() ? value.shape().sample() : value.shape());
    }
    leaves.asked().addAll(replayed.replay().asked());
    leaves.joined().putAll(replayed.replay().joined());
    return leaves;
  }

  /** What a model is stored with: weights and all that no result depends on are left out. */
  private static ModelProto structure(ModelProto model, Script script, Probe used) {
    var graph =
        model.getGraph().toBuilder()
            .clearInitializer()
            .clearValueInfo()
            .clearDocString()
            .clearMetadataProps()
            .clearQuantizationAnnotation();
    for (var tensor : model.getGraph().getInitializerList()) {
      var name = tensor.getName();
      var operand = script.initializers().get(name);
      if (operand instanceof Weight weight) {
        if (used.asked().contains(name) && weight.numbers() != null) {
          graph.addInitializer(TensorWriter.write(name, weight.numbers()));
        } else if (used.uses(name)) {
          graph.addInitializer(StoredWeight.without(tensor));
        }
      } else if (operand instanceof Known known) {
        graph.addInitializer(TensorWriter.write(name, known.tensor()));
      }
    }
    return ModelProto.newBuilder()
        .setIrVersion(model.getIrVersion())
        .addAllOpsetImport(model.getOpsetImportList())
        .addAllFunctions(model.getFunctionsList())
        .setGraph(graph)
        .build();
  }

  /** Notes which weights a graph uses, and of which it needs the numbers. */
  private record Probe(
      Graph graph, Set<String> asked, Map<String, Integer> joined, List<Shape> shapes)
      implements Leaves {

    /** Refuses axes that are longer where there are more samples, and are joined. */
    void requireApart(Probe more) {
      joined.forEach(
          (node, size) -> {
            int longer = more.joined().getOrDefault(node, 0);
            if (longer != size && size % SOME == 0 && longer % MORE == 0) {
              throw new Refusal(
                  Reason.VARIANT, "joins the samples of a batch to make '%s'".formatted(node));
            }
          });
    }

    boolean uses(String name) {
      return graph.parameters().containsKey(name) || graph.states().containsKey(name);
    }

    /** Whether a weight is a parameter or a running state. */
    boolean keeps(String name) {
      return uses(name) && !asked.contains(name);
    }

    @Override
    public Value parameter(Weight weight) {
      return graph.parameter(weight.name(), weight.shape());
    }

    @Override
    public Value state(Weight weight) {
      return graph.state(weight.name(), weight.shape());
    }

    @Override
    public Value batches(String name) {
      return graph.state(name, Shape.of());
    }

    @Override
    public @Nullable Value fill() {
      return null;
    }
  }
}
