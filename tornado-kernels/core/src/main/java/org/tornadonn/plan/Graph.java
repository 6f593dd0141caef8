package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.tornadonn.heap.Heap;

/**
 * What a model does to its input, recorded: operations on values, in the order in which they were
 * applied. A graph runs nothing; {@link Lowering} turns it into plans.
 */
public final class Graph implements Tape {

  private final Predicate<String> trainable;
  private final Predicate<String> moved;
  private final List<Value> inputs = new ArrayList<>();
  private final Map<String, Value> parameters = new LinkedHashMap<>();
  private final Map<String, Value> states = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private int parameterSize;
  private int stateSize;
  private String path = "";

  /** An empty graph in which every parameter is trained. */
  public Graph() {
    this(name -> true);
  }

  /** An empty graph in which only the parameters with the given names are trained. */
  public Graph(Predicate<String> trainable) {
    this(trainable, name -> true);
  }

  /**
   * An empty graph in which only some parameters are trained, and only some running states are
   * updated: operations that update others do so for one run, and what lasts stays as it is.
   *
   * @param trainable takes names of parameters
   * @param moved takes names of running states
   */
  public Graph(Predicate<String> trainable, Predicate<String> moved) {
    this.trainable = trainable;
    this.moved = moved;
  }

  /** Adds an input that the caller fills before each run. */
  public Value input(String name, Shape shape) {
    return addInput(new Value(this, name, shape, Value.Kind.INPUT, false, 0, null));
  }

  /** Adds an input whose gradient is wanted too. */
  public Value inputWithGradient(String name, Shape shape) {
    return addInput(new Value(this, name, shape, Value.Kind.INPUT, true, 0, null));
  }

  /** Adds a few numbers that change from run to run, such as the number of samples in use. */
  public Value control(String name, Shape shape) {
    return addInput(new Value(this, name, shape, Value.Kind.CONTROL, false, 0, null));
  }

  private Value addInput(Value value) {
    inputs.add(value);
    return value;
  }

  /**
   * The parameter of that name; it is added the first time, behind those that are there.
   *
   * @throws ShapeException if it is there with another shape
   */
  public Value parameter(String name, Shape shape) {
    var known = parameters.get(name);
    if (known == null) {
      known =
          new Value(
              this, name, shape, Value.Kind.PARAMETER, trainable.test(name), parameterSize, null);
      parameters.put(name, known);
      parameterSize = sum("Parameter", name, parameterSize, shape);
    } else if (!known.shape().equals(shape)) {
      throw new ShapeException(
          "Parameter '%s' is used with shape %s and with shape %s: a shared layer needs inputs of one size."
              .formatted(name, known.shape(), shape));
    }
    return known;
  }

  /**
   * The running state of that name, which operations read and update but nothing trains; it is
   * added the first time, behind those that are there.
   *
   * @throws ShapeException if it is there with another shape
   */
  public Value state(String name, Shape shape) {
    var known = states.get(name);
    if (known == null) {
      known = new Value(this, name, shape, Value.Kind.STATE, false, stateSize, null);
      states.put(name, known);
      stateSize = sum("Running state", name, stateSize, shape);
    } else if (!known.shape().equals(shape)) {
      throw new ShapeException(
          "Running state '%s' is used with shape %s and with shape %s: a shared layer needs inputs of one size."
              .formatted(name, known.shape(), shape));
    }
    return known;
  }

  /** Whether what operations make of a running state lasts. */
  boolean moves(Value state) {
    return moved.test(state.name());
  }

  /** All of them lie in one array. */
  private static int sum(String what, String name, int before, Shape shape) {
    long sum = (long) before + shape.size();
    if (sum > Heap.LONGEST) {
      throw new ShapeException(
          "%s '%s' of shape %s is the one that makes them more than an array can hold, %d of %d numbers: use smaller layers."
              .formatted(what, name, shape, sum, Heap.LONGEST));
    }
    return (int) sum;
  }

  /**
   * Applies an operation.
   *
   * @param path the layer that does so, for names and errors
   * @throws ShapeException if the shapes do not fit; the message begins with the layer
   */
  public Value apply(String path, Operation operation, Value... operands) {
    var output = Value.resultOf(this, path, operation, operands);
    nodes.add(new Node(path, operation, List.of(operands), output));
    return output;
  }

  /** Applies an operation in the layer that {@link #within} names. */
  @Override
  public Value apply(Operation operation, Value... operands) {
    return apply(path, operation, operands);
  }

  @Override
  public Value constant(String name, Shape shape, float... numbers) {
    return Value.constant(this, name, shape, numbers);
  }

  /**
   * Records a layer: what it applies without a name is called after it.
   *
   * @param layer its path
   * @param forward records the layer
   * @return what it gives
   * @throws ShapeException if shapes do not fit; the message begins with the layer
   */
  public <T> T within(String layer, Supplier<T> forward) {
    var outer = path;
    path = layer;
    try {
      return forward.get();
    } catch (ShapeException e) {
      throw e.in(layer);
    } finally {
      path = outer;
    }
  }

  /** The inputs, in the order in which they were added. */
  public List<Value> inputs() {
    return Collections.unmodifiableList(inputs);
  }

  /** The parameters by name, in the order of the flat array. */
  public Map<String, Value> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** The number of elements of all parameters together. */
  public int parameterSize() {
    return parameterSize;
  }

  /** The running states by name, in the order of their flat array. */
  public Map<String, Value> states() {
    return Collections.unmodifiableMap(states);
  }

  /** The number of elements of all running states together. */
  public int stateSize() {
    return stateSize;
  }

  /**
   * Says what the latest operations are together, for what has one operator for them. It changes
   * nothing of what they do.
   *
   * @param meaning what they are
   * @param from how many operations there were before them
   */
  public void mean(Object meaning, int from) {
    spans.add(new Span(meaning, from, nodes.size()));
  }

  /** What several operations are together, in the order of the last of them. */
  public List<Span> spans() {
    return Collections.unmodifiableList(spans);
  }

  /** The operations, in the order in which they were applied. */
  public List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }
}
