package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;
import org.tornadonn.onnx.tensor.TensorWriter;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A graph of a file as a layer, and the numbers that its weights begin with.
 *
 * @param state parameters and running states by name
 */
public record Import(OnnxGraph layer, Map<String, Tensor> state) {

  /** How many numbers may be computed from constants, and how many more for each byte. */
  private static final long FEW_NUMBERS = 1 << 19;

  private static final long NUMBERS_PER_BYTE = 16;

  /**
   * Reads a graph.
   *
   * @param folder where numbers may lie that are not in the file itself
   * @param sample the shape of one sample of its input
   * @throws Refusal if it is not valid, or does what a plan cannot
   */
  public static Import of(ModelProto model, Path folder, Shape sample) {
    var script = Script.of(model, new TensorReader(folder));
    script.requireOperators();
    long budget = FEW_NUMBERS + NUMBERS_PER_BYTE * model.getSerializedSize();
    var one = probe(script, sample, 1, budget);
    var structure = structure(model, script, one);
    var state = new LinkedHashMap<String, Tensor>();
    script
        .initializers()
        .forEach(
            (name, operand) -> {
              if (operand instanceof Weight weight
                  && weight.numbers() != null
                  && one.uses(name)
                  && !one.asked().contains(name)) {
                state.put(name, new Tensor(weight.shape(), weight.numbers().toFloats()));
              }
            });
    return new Import(OnnxGraph.of(structure, !takesBatches(script, sample, budget)), state);
  }

  /** Whether several samples make as many results; else each needs a copy of the graph. */
  private static boolean takesBatches(Script script, Shape sample, long budget) {
    try {
      probe(script, sample, 2, budget);
      probe(script, sample, 3, budget);
      return true;
    } catch (Refusal e) {
      return false;
    }
  }

  private static Probe probe(Script script, Shape sample, int n, long budget) {
    var graph = new Graph();
    var leaves = new Probe(graph, new LinkedHashSet<>());
    var replayed =
        OnnxGraph.replayed(script, leaves, graph.input("x", sample.batch(n)), budget);
    leaves.ask(replayed.replay().asked());
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
  private record Probe(Graph graph, Set<String> asked) implements Leaves {

    void ask(Set<String> names) {
      asked.addAll(names);
    }

    boolean uses(String name) {
      return graph.parameters().containsKey(name) || graph.states().containsKey(name);
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
