package org.tornadonn.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Tape;
import org.tornadonn.plan.Value;

/**
 * Records what a graph does to inputs of certain sizes. What is known is computed at once: sizes,
 * and whatever is made of them; the rest becomes operations of the plan.
 */
final class Replay {

  private final Script script;
  private final Tape tape;
  private final Leaves leaves;
  private final IdentityHashMap<HostTensor, Value> constants = new IdentityHashMap<>();
  private final Map<Weight, Value> parameters = new HashMap<>();
  private final IdentityHashMap<Value, long[]> demands = new IdentityHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Map<String, Integer> joined = new HashMap<>();
  private long budget;

  /**
   * For one set of sizes.
   *
   * @param tape where operations are recorded
   * @param budget how many numbers may be computed at once
   */
  Replay(Script script, Tape tape, Leaves leaves, long budget) {
    this.script = script;
    this.tape = tape;
    this.leaves = leaves;
    this.budget = budget;
  }

  /**
   * Records the graph.
   *
   * @param inputs by name
   * @return the outputs, in the graph's order
   * @throws Refusal if it is not valid, or does what a plan cannot
   */
  List<Operand> run(Map<String, Operand> inputs) {
    var values = new HashMap<>(script.initializers());
    values.putAll(inputs);
    for (var input : inputs.values()) {
      if (input instanceof Computed computed) {
        demands.put(computed.value(), new long[] {computed.low(), computed.high()});
      }
    }
    return run(script.graph(), values);
  }

  /** Records a graph, or one within a node, which sees the values around it. */
  List<Operand> run(GraphProto graph, Map<String, Operand> values) {
    nodes(graph.getNodeList(), needed(graph), values, Map.of());
    var outputs = new ArrayList<Operand>();
    for (var output : graph.getOutputList()) {
      outputs.add(found(values, output.getName(), "its result"));
    }
    return outputs;
  }

  private void nodes(
      List<NodeProto> nodes,
      Set<String> needed,
      Map<String, Operand> values,
      Map<String, AttributeProto> arguments) {
    for (var given : nodes) {
      if (given.getOutputList().stream().noneMatch(needed::contains)) {
        continue;
      }
      var node = Arguments.into(given, arguments);
      var inputs = new ArrayList<@Nullable Operand>();
      for (var name : node.getInputList()) {
        inputs.add(name.isEmpty() ? null : found(values, name, Invocation.title(node)));
      }
      var results = results(new Invocation(this, node, inputs, values));
      for (int i = 0; i < node.getOutputCount(); i++) {
        var name = node.getOutput(i);
        if (i < results.size()) {
          if (!name.isEmpty() && values.putIfAbsent(name, results.get(i)) != null) {
            throw new Refusal(
                Reason.DAMAGED,
                "has a %s that makes '%s', which is there already"
                    .formatted(Invocation.title(node), name));
          }
        } else if (needed.contains(name)) {
          throw new Refusal(
              Reason.VARIANT,
              "uses '%s', which a %s makes beside its result"
                  .formatted(name, Invocation.title(node)));
        }
      }
    }
  }

  /** The values that the results of a graph depend on. */
  static Set<String> needed(GraphProto graph) {
    var needed = new HashSet<String>();
    graph.getOutputList().forEach(output -> needed.add(output.getName()));
    return needed(graph.getNodeList(), needed);
  }

  private static Set<String> needed(List<NodeProto> nodes, Set<String> needed) {
    for (var node : nodes.reversed()) {
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
        for (var attribute : node.getAttributeList()) {
          if (attribute.hasG()) {
            // What a graph within takes from around it is not among the node's inputs.
            needed.addAll(needed(attribute.getG()));
          }
        }
      }
    }
    needed.remove("");
    return needed;
  }

  private static Operand found(Map<String, Operand> values, String name, String taker) {
    var operand = values.get(name);
    if (operand == null) {
      throw new Refusal(
          Reason.DAMAGED,
          "takes '%s' for %s, which nothing before makes: its graph has a cycle, is not in order, or lacks a tensor"
              .formatted(name, taker));
    }
    return operand;
  }

  private List<Operand> results(Invocation node) {
    try {
      var function = script.functions().get(node.key());
      if (function != null) {
        return call(function, node);
      }
      var rule = Operators.rule(node.key());
      var results =
          tape instanceof Graph graph
              ? graph.within(LayerName.of(node.proto()), () -> rule.apply(node))
              : rule.apply(node);
      node.requireNoOther();
      return results;
    } catch (Refusal e) {
      throw String.valueOf(e.getMessage()).startsWith("has a ")
          ? e
          : e.at("a %s that".formatted(node));
    } catch (ShapeException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new Refusal(
          Reason.SHAPE,
          "has a %s with sizes that do not fit: %s".formatted(node, e.getMessage()),
          e);
    }
  }

  /** Replays what the file itself says that an operator does. */
  private List<Operand> call(FunctionProto function, Invocation node) {
    var values = new HashMap<String, Operand>();
    for (int i = 0; i < function.getInputCount(); i++) {
      if (node.has(i)) {
        values.put(function.getInput(i), node.in(i));
      }
    }
    var needed = needed(function.getNodeList(), new HashSet<>(function.getOutputList()));
    nodes(function.getNodeList(), needed, values, Arguments.of(function, node.proto()));
    return function.getOutputList().stream()
        .map(name -> found(values, name, "its result"))
        .toList();
  }

  /** Notes that a node joins all numbers along an axis. */
  void joins(String node, int size) {
    joined.put(node + " " + joined.size(), size);
  }

  /** How long the axes are along which nodes join numbers, in order. */
  Map<String, Integer> joined() {
    return joined;
  }

  long opset() {
    return script.opset();
  }

  Tape tape() {
    return tape;
  }

  /** Takes numbers that are about to be computed from what is left. */
  void spend(long numbers) {
    budget -= numbers;
    if (budget < 0) {
      throw new Refusal(Reason.SHAPE, "computes too many numbers from constants");
    }
  }

  /** The numbers of something known. */
  HostTensor numbers(Operand operand, String what) {
    return switch (operand) {
      case Known known -> known.tensor();
      case Weight weight -> {
        asked.add(weight.name());
        if (weight.numbers() == null) {
          throw new Refusal(
              Reason.DATA, "needs the numbers of weight '%s'".formatted(weight.name()));
        }
        yield weight.numbers();
      }
      case Computed computed -> {
        if (demands.containsKey(computed.value())) {
          throw new InputNeeded(computed.value());
        }
        requireNoInput(computed);
        throw new Refusal(Reason.DATA, "needs to know its %s, which is computed".formatted(what));
      }
      case Listed _ -> throw Listed.refusal();
    };
  }

  /**
   * Asks for the input of whole numbers of which alone something is computed.
   *
   * @throws InputNeeded if there is one
   */
  void requireNoInput(Computed computed) {
    if (!(tape instanceof Graph graph)) {
      return;
    }
    var sources = Collections.newSetFromMap(new IdentityHashMap<Value, Boolean>());
    sources.add(computed.value());
    for (var node : graph.nodes().reversed()) {
      if (sources.remove(node.output())) {
        sources.addAll(node.inputs());
      }
    }
    sources.removeIf(value -> value.numbers() != null);
    for (var value : sources) {
      if (sources.size() == 1 && demands.containsKey(value)) {
        throw new InputNeeded(value);
      }
    }
  }

  /** What the whole numbers of each input have to be within. */
  IdentityHashMap<Value, long[]> demands() {
    return demands;
  }

  /** The weights of which numbers were needed: these cannot be trained. */
  Set<String> asked() {
    return asked;
  }

  /** Anything as a value of the plan. */
  Value value(Operand operand) {
    return switch (operand) {
      case Computed computed -> computed.value();
      case Weight weight -> parameters.computeIfAbsent(weight, leaves::parameter);
      case Known known -> constants.computeIfAbsent(known.tensor(), this::constant);
      case Listed _ -> throw Listed.refusal();
    };
  }

  /** A weight that training measures. */
  Value state(Operand operand) {
    return operand instanceof Weight weight
        ? parameters.computeIfAbsent(weight, leaves::state)
        : value(operand);
  }

  /** The number of batches so far, beside a running state. */
  Value batches(Operand state) {
    return leaves.batches(
        state instanceof Weight weight
            ? weight.name().replaceFirst("running_(mean|var)$", "") + "num_batches_tracked"
            : "num_batches_tracked");
  }

  /** The number of samples in use; null unless the graph is trained. */
  @Nullable Value fill() {
    return leaves.fill();
  }

  Value constant(HostTensor tensor) {
    if (tensor.size() == 0) {
      throw new Refusal(Reason.EMPTY, "computes with %s, which holds no numbers".formatted(tensor));
    }
    if (tensor.type().isInteger()) {
      for (int i = 0; i < tensor.size(); i++) {
        if (Math.abs(tensor.integer(i)) > Computed.EXACT) {
          throw new Refusal(
              Reason.EXACTNESS,
              "computes with the whole number %d, and float32 has all only up to %d"
                  .formatted(tensor.integer(i), Computed.EXACT));
        }
      }
    }
    return tape.constant("constant", Shape.of(tensor.dims()), tensor.toFloats());
  }

  /** A number of float32 as a value. */
  Value scalar(double number) {
    return tape.constant("constant", Shape.of(), (float) number);
  }

  /** An input that a plan takes. */
  static Computed input(Value value, ElementType type) {
    if (type == ElementType.BFLOAT16) {
      throw new Refusal(
          Reason.EXACTNESS,
          "takes bfloat16 as its input '%s', and rounds to it".formatted(value.name()));
    }
    return type.isInteger()
        ? new Computed(
            value,
            type,
            Math.max(type.low(), -Computed.LARGEST_INPUT),
            Math.min(type.high(), Computed.LARGEST_INPUT))
        : new Computed(value, type);
  }

  @Override
  public String toString() {
    return "Replay of " + Arrays.toString(script.graph().getOutputList().toArray());
  }
}
