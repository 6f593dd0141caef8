package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Scope;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;
import org.tornadonn.onnx.tensor.TensorWriter;
import org.tornadonn.op.F;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * A layer that does what a graph of ONNX says, with one input and one output. It is recorded anew
 * for each batch size, so that whatever the graph computes from sizes is right for all of them. Its
 * parameters have the names of the graph's weights.
 *
 * @param graph the graph without its weights, as a model of ONNX in base 64
 * @param oneByOne whether the graph is made for one sample at a time, so that each sample of a batch
 *     goes through a copy of its own
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
    return new OnnxGraph(
        Base64.getEncoder().encodeToString(structure.toByteArray()), oneByOne);
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
    try {
      var script = Script.of(parse(graph), new TensorReader(null));
      if (!oneByOne || x.shape().dim(0) == 1) {
        return forward(script, new Trained(scope, x.tape()), x);
      }
      var samples = new ArrayList<Value>();
      for (int i = 0; i < x.shape().dim(0); i++) {
        samples.add(
            forward(script, new Trained(scope, x.tape()), F.slice(x, 0, i, i + 1, 1)));
      }
      return F.cat(0, samples.toArray(Value[]::new));
    } catch (Refusal e) {
      throw new ShapeException(
          "The ONNX graph cannot take %s: it %s".formatted(x.shape(), e.getMessage()));
    }
  }

  private Value forward(Script script, Leaves leaves, Value x) {
    return replayed(script, leaves, x, FEW_NUMBERS + NUMBERS_PER_BYTE * graph.length()).value();
  }

  /** What a graph of one input and one output makes of a batch. */
  static Replayed replayed(Script script, Leaves leaves, Value x, long budget) {
    var input = script.input();
    var type = ElementType.of(input.getType().getTensorType().getElemType());
    var replay = new Replay(script, x.tape(), leaves, budget);
    try {
      var result = replay.run(Map.of(input.getName(), Replay.input(x, type))).getFirst();
      if (!(result instanceof Computed computed)) {
        throw new Refusal(Reason.VARIANT, "gives what does not depend on its input");
      }
      int[] dims = computed.dims();
      if (dims.length == 0 || dims[0] != x.shape().dim(0)) {
        throw new Refusal(
            Reason.VARIANT,
            "gives %s for %s: the first axis does not count samples"
                .formatted(computed.value().shape(), x.shape()));
      }
      return new Replayed(computed.value(), replay);
    } catch (InputNeeded e) {
      throw new Refusal(Reason.DATA, e.getMessage(), e);
    }
  }

  /** A result, and what it took. */
  record Replayed(Value value, Replay replay) {}

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
