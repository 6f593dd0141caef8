package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;
import org.tornadonn.onnx.tensor.TensorWriter;
import org.tornadonn.op.F;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * A layer that does what a graph of ONNX says. It is recorded anew for each batch size, so that
 * whatever the graph computes from sizes is right for all of them. Its parameters have the names of
 * the graph's weights; several inputs and outputs have the graph's names too.
 *
 * @param graph the graph without its weights, as a model of ONNX in base 64
 * @param oneByOne whether the graph is made for one sample at a time, so that each sample of a
 *     batch goes through a copy of its own
 */
public record OnnxGraph(String graph, boolean oneByOne) implements Layer {

  /** How many numbers may be computed from constants, and how many more for each byte. */
  private static final long FEW_NUMBERS = 1 << 19;

  private static final long NUMBERS_PER_BYTE = 16;

  /** Checks that it is a graph. */
  public OnnxGraph {
    try {
      parse(graph);
    } catch (Refusal e) {
      throw new IllegalArgumentException("An ONNX graph " + e.getMessage(), e);
    }
  }

  static OnnxGraph of(ModelProto structure, boolean oneByOne) {
    return new OnnxGraph(Base64.getEncoder().encodeToString(structure.toByteArray()), oneByOne);
  }

  private static ModelProto parse(String graph) {
    try {
      byte[] bytes = Base64.getDecoder().decode(graph);
      WireCheck.check(bytes, ModelProto.getDescriptor());
      return ModelProto.parseFrom(bytes);
    } catch (IllegalArgumentException | IOException e) {
      throw new Refusal(Reason.DAMAGED, "is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return forward(scope, Values.of(Signature.INPUT, x)).only();
  }

  @Override
  public Values forward(Scope scope, Values in) {
    try {
      var script = Script.of(parse(graph), new TensorReader(null));
      var inputs = named(script, in);
      var first = inputs.values().iterator().next().shape();
      var leaves = new Trained(scope, in.get(0).tape());
      if (!oneByOne || first.dim(0) == 1) {
        return values(script, replayed(script, leaves, inputs, budget()).values());
      }
      var parts = new ArrayList<List<Value>>();
      for (int i = 0; i < first.dim(0); i++) {
        int at = i;
        var sample = new LinkedHashMap<String, Value>();
        inputs.forEach((name, x) -> sample.put(name, F.slice(x, 0, at, at + 1)));
        parts.add(replayed(script, leaves, sample, budget()).values());
      }
      var outputs = new ArrayList<Value>();
      for (int k = 0; k < parts.getFirst().size(); k++) {
        int output = k;
        outputs.add(F.cat(0, parts.stream().map(all -> all.get(output)).toArray(Value[]::new)));
      }
      return values(script, outputs);
    } catch (Refusal e) {
      throw new ShapeException(
          "The ONNX graph cannot take %s: it %s".formatted(in, e.getMessage()));
    }
  }

  private long budget() {
    return FEW_NUMBERS + NUMBERS_PER_BYTE * graph.length();
  }

  /** Values by the names that the graph has for them; a single one may be called anything. */
  private static Map<String, Value> named(Script script, Values in) {
    var inputs = new LinkedHashMap<String, Value>();
    for (var input : script.inputs()) {
      inputs.put(
          input.getName(), script.inputs().size() == 1 ? in.only() : in.get(input.getName()));
    }
    return inputs;
  }

  private static Values values(Script script, List<Value> outputs) {
    if (outputs.size() == 1) {
      return Values.of(Signature.OUTPUT, outputs.getFirst());
    }
    var values = Values.none();
    for (int i = 0; i < outputs.size(); i++) {
      values = values.and(script.graph().getOutput(i).getName(), outputs.get(i));
    }
    return values;
  }

  /** What a graph makes of values by name. */
  static Replayed replayed(Script script, Leaves leaves, Map<String, Value> inputs, long budget) {
    var operands = new LinkedHashMap<String, Operand>();
    for (var input : script.inputs()) {
      var value = inputs.get(input.getName());
      if (value != null) {
        operands.put(input.getName(), Replay.input(value, Script.type(input)));
      }
    }
    var tape = inputs.values().iterator().next().tape();
    var replay = new Replay(script, tape, leaves, budget);
    var values = new ArrayList<Value>();
    var results = replay.run(operands);
    if (results.stream().noneMatch(Computed.class::isInstance)) {
      throw new Refusal(Reason.VARIANT, "gives what does not depend on its inputs");
    }
    for (var result : results) {
      var value = replay.value(result);
      // What is known or given as it is has no place in a plan that a run could fill.
      values.add(result instanceof Computed ? value : value.tape().apply(new Identity(), value));
    }
    return new Replayed(values, replay);
  }

  /** Results, and what they took. */
  record Replayed(List<Value> values, Replay replay) {}

  /**
   * {@return the graph with weights, as a model of ONNX}
   *
   * @param state the weights by name
   */
  public ModelProto with(Map<String, Tensor> state) {
    var model = parse(graph).toBuilder();
    for (var tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      var weight = state.get(tensor.getName());
      if (weight != null && StoredWeight.of(tensor.build()).isPresent()) {
        var type = ElementType.of(tensor.getDataType());
        tensor.clearExternalData().clearDataLocation();
        tensor.setRawData(
            ByteString.copyFrom(
                TensorWriter.bytes(
                    HostTensor.fractions(
                        type, weight.shape().toArray(), i -> weight.values()[i]))));
      }
    }
    return model.build();
  }

  @Override
  public String toString() {
    return "OnnxGraph[%d bytes%s]".formatted(graph.length(), oneByOne ? ", one by one" : "");
  }
}
