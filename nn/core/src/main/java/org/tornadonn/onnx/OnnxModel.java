package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.onnx.tensor.TensorReader;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * A graph of ONNX with any number of inputs and outputs of any sizes, to be recorded for certain
 * ones.
 */
public final class OnnxModel {

  /** How many numbers may be computed from constants. */
  private static final long MOST_NUMBERS = 1 << 26;

  private final Script script;
  private final List<ValueInfoProto> inputs;

  private OnnxModel(Script script) {
    this.script = script;
    this.inputs = script.inputs();
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws Refusal if it is no valid graph, or one that is not run
   */
  public static OnnxModel read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try {
      WireCheck.check(bytes, ModelProto.getDescriptor());
      var script =
          Script.of(
              ModelProto.parseFrom(bytes), new TensorReader(file.toAbsolutePath().getParent()));
      script.requireOperators();
      script.graph().getInputList().forEach(Script::type);
      script.graph().getOutputList().forEach(Script::type);
      return new OnnxModel(script);
    } catch (InvalidProtocolBufferException e) {
      throw new Refusal(Reason.DAMAGED, "is no ONNX file: " + e.getMessage(), e);
    }
  }

  /** The names of what it takes, in the order of the file. */
  public List<String> inputs() {
    return inputs.stream().map(ValueInfoProto::getName).toList();
  }

  /**
   * Records it.
   *
   * @param examples inputs of the sizes that it is to be recorded for; those whose numbers decide
   *     sizes are part of what is recorded
   * @throws Refusal if it does what a plan cannot
   */
  public Recorded record(Map<String, HostTensor> examples) {
    Set<String> known = new HashSet<>();
    examples.forEach(
        (name, example) -> {
          if (example.size() == 0) {
            known.add(name);
          }
        });
    while (true) {
      try {
        return record(examples, known);
      } catch (InputNeeded e) {
        known.add(e.input());
      }
    }
  }

  private Recorded record(Map<String, HostTensor> examples, Set<String> known) {
    var graph = new Graph();
    var operands = new HashMap<String, Operand>();
    var values = new LinkedHashMap<String, Value>();
    for (var input : inputs) {
      var name = input.getName();
      var example = examples.get(name);
      if (example == null) {
        throw new Refusal(Reason.DAMAGED, "needs an input '%s'".formatted(name));
      }
      requireType(input, example.type());
      if (known.contains(name)) {
        operands.put(name, new Known(example));
      } else {
        var value = graph.input(name, shape(name, example));
        values.put(name, value);
        operands.put(name, Replay.input(value, example.type()));
      }
    }
    var replay = new Replay(script, graph, new Stored(graph), MOST_NUMBERS);
    var results = replay.run(operands);
    var outputs = new ArrayList<Recorded.Output>();
    for (int i = 0; i < results.size(); i++) {
      outputs.add(output(script.graph().getOutput(i).getName(), results.get(i), replay));
    }
    var bounds = new HashMap<String, long[]>();
    values.forEach(
        (name, value) -> {
          var demand = replay.demands().get(value);
          if (demand != null) {
            bounds.put(name, demand);
          }
        });
    return new Recorded(graph, values, bounds, outputs);
  }

  private static Recorded.Output output(String name, Operand result, Replay replay) {
    if (result instanceof Known(HostTensor tensor)) {
      return new Recorded.Output(name, tensor.type(), null, tensor);
    }
    var value = replay.value(result);
    return new Recorded.Output(
        name,
        result.type(),
        value.isComputed() ? value : value.tape().apply(new Identity(), value),
        null);
  }

  private static Shape shape(String name, HostTensor example) {
    try {
      return Shape.of(example.dims());
    } catch (ShapeException e) {
      throw new Refusal(Reason.EMPTY, "takes an input '%s' without numbers".formatted(name), e);
    }
  }

  private static void requireType(ValueInfoProto input, ElementType given) {
    var wanted = Script.type(input);
    if (wanted != given) {
      throw new Refusal(
          Reason.DAMAGED,
          "takes %s as its input '%s', not %s".formatted(wanted, input.getName(), given));
    }
  }
}
