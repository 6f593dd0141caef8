package org.tornadonn.store.onnx;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Network;
import org.tornadonn.layer.Tensor;
import org.tornadonn.onnx.write.UniqueNames;
import org.tornadonn.plan.Shape;

/** A network while it is being read: its steps so far, and which of them makes which ONNX value. */
final class Wiring {

  private final Map<String, Integer> uses;
  private final Shape input;
  private final UniqueNames names = new UniqueNames(Network.INPUT);
  private final Map<String, Tap> taps = new HashMap<>();
  private final LinkedHashMap<String, Network.Step> steps = new LinkedHashMap<>();
  private final Map<String, Map<String, Tensor>> parameters = new HashMap<>();

  /**
   * Where a value comes from.
   *
   * @param step that makes it, or {@link Network#INPUT}
   * @param shape of one sample
   * @param sole whether nothing else takes the step's result
   */
  record Tap(String step, Shape shape, boolean sole) {}

  /**
   * A network without steps.
   *
   * @param uses how many times each value is taken
   * @param name what ONNX calls its input
   */
  Wiring(Map<String, Integer> uses, String name, Shape shape) {
    this.uses = uses;
    this.input = shape;
    taps.put(name, new Tap(Network.INPUT, shape, false));
  }

  /** The shape of one sample of the network's input. */
  Shape input() {
    return input;
  }

  boolean has(String value) {
    return taps.containsKey(value);
  }

  Tap tap(String value) {
    var tap = Objects.requireNonNull(taps.get(value), value);
    return new Tap(tap.step, tap.shape, tap.sole && uses.getOrDefault(value, 0) == 1);
  }

  /** Says that a value is the same as one that is there. */
  void same(String value, Tap tap) {
    taps.put(value, tap);
  }

  /**
   * Adds a step.
   *
   * @param value what ONNX calls its result
   * @param name the layer's, if no other has it yet
   * @param state its parameters by their names within the layer
   * @throws org.tornadonn.plan.ShapeException if the layer does not take such inputs
   */
  void add(String value, String name, Layer layer, List<Tap> inputs, Map<String, Tensor> state) {
    var free = names.of(name);
    var from = inputs.getFirst();
    steps.put(free, new Network.Step(free, layer, inputs.stream().map(Tap::step).toList()));
    parameters.put(free, new TreeMap<>(state));
    taps.put(value, new Tap(free, Model.output(layer, from.shape()), true));
  }

  Block layer(Tap tap) {
    return step(tap).layer();
  }

  /** The parameters of a step, to be replaced as well. */
  Map<String, Tensor> state(Tap tap) {
    return Objects.requireNonNull(parameters.get(tap.step()));
  }

  void replace(Tap tap, Layer layer) {
    steps.put(tap.step(), new Network.Step(tap.step(), layer, step(tap).inputs()));
  }

  private Network.Step step(Tap tap) {
    return Objects.requireNonNull(steps.get(tap.step()), tap.step());
  }

  boolean isInput(Tap tap) {
    return tap.step().equals(Network.INPUT);
  }

  /** Whether the network gives a value, which is that of its last step. */
  boolean gives(Tap tap) {
    return steps.isEmpty() ? isInput(tap) : steps.lastEntry().getKey().equals(tap.step());
  }

  Network network() {
    return new Network(List.copyOf(steps.values()));
  }

  /** All parameters by their names in the network. */
  Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    for (var name : steps.keySet()) {
      Objects.requireNonNull(parameters.get(name))
          .forEach((parameter, tensor) -> state.put(name + "." + parameter, tensor));
    }
    return state;
  }
}
