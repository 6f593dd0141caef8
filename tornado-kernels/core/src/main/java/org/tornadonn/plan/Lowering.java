package org.tornadonn.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph lowered to a plan: the calls of the forward pass and, for training, those of the backward
 * pass, which is the forward pass walked in reverse.
 *
 * <p>Only what the wanted results depend on is lowered. Where a value is used more than once, the
 * first writer of its gradient overwrites and later ones add.
 */
public final class Lowering {

  private final Graph graph;
  private final boolean training;
  private final List<Node> nodes;
  private final @Nullable Buffer parameters;
  private final @Nullable Buffer gradients;
  private final @Nullable Buffer states;
  private @Nullable Buffer forOneRun;
  private final List<KernelCall> calls = new ArrayList<>();
  private final Map<Value, Buffer> buffers = new HashMap<>();
  private final Map<Value, Slice> gradientSlices = new HashMap<>();
  private final Map<Saved, Slice> saved = new HashMap<>();
  private final Set<Value> written = new HashSet<>();
  private final Set<Value> wanted = new HashSet<>();
  private final Set<Value> retained = new HashSet<>();
  private final int forwardCalls;
  private final Plan plan;

  /** What an operation saves, by the operation's result, which no other has. */
  private record Saved(Value of, String name) {}

  private Lowering(
      String name, Graph graph, boolean training, List<Value> gradientsOf, Value... results) {
    this.graph = graph;
    this.training = training;
    boolean any = graph.parameterSize() > 0;
    var flat = any ? Shape.of(graph.parameterSize()) : Shape.of(1);
    this.parameters = any ? new Buffer("parameters", flat, Role.PARAMETER) : null;
    this.gradients = any && training ? new Buffer("gradients", flat, Role.GRADIENT) : null;
    this.states =
        graph.stateSize() > 0
            ? new Buffer("running state", Shape.of(graph.stateSize()), Role.RUNNING_STATE)
            : null;
    for (var result : results) {
      wanted.add(result.root());
    }
    gradientsOf.forEach(value -> retained.add(value.root()));
    this.nodes = MaximaFirst.of(reachable(List.of(results)), wanted);
    for (var node : nodes) {
      if (!node.operation().isView()) {
        node.operation().forward(new Forward(this, node));
      }
    }
    this.forwardCalls = calls.size();
    if (training) {
      backward(results[0]);
    }
    this.plan = new Plan(name, calls);
  }

  /** The forward pass alone, up to the given results. */
  public static Lowering inference(Graph graph, Value... results) {
    return new Lowering("inference", graph, false, List.of(), results);
  }

  /**
   * The forward pass and the gradients of a loss.
   *
   * @param loss one number
   * @param results what else is wanted back, the prediction for example
   */
  public static Lowering gradients(Graph graph, Value loss, Value... results) {
    return gradients(graph, loss, List.of(), results);
  }

  /**
   * The same with gradients of intermediate values, as PyTorch's {@code retain_grad} keeps them.
   *
   * @param loss one number
   * @param gradientsOf values of which the gradients are wanted back, where there are any
   * @param results what else is wanted back
   * @see #hasGradient
   */
  public static Lowering gradients(
      Graph graph, Value loss, List<Value> gradientsOf, Value... results) {
    if (loss.shape().size() != 1) {
      throw new ShapeException(
          "A loss is one number, but %s has %d elements: apply a loss operation first."
              .formatted(loss, loss.shape().size()));
    }
    var all = new Value[results.length + 1];
    all[0] = loss;
    System.arraycopy(results, 0, all, 1, results.length);
    return new Lowering("gradients", graph, true, gradientsOf, all);
  }

  /** The calls, in order. */
  public Plan plan() {
    return plan;
  }

  /** How many calls the forward pass has; those of the backward pass follow. */
  public int forwardCalls() {
    return forwardCalls;
  }

  /** The flat array of all parameters. */
  public Buffer parameters() {
    if (parameters == null) {
      throw new IllegalStateException("The graph has no parameters.");
    }
    return parameters;
  }

  /** The flat array of all gradients, laid out like the parameters. */
  public Buffer gradients() {
    if (gradients == null) {
      throw new IllegalStateException("The plan computes no gradients of parameters.");
    }
    return gradients;
  }

  /** The flat array of all running states. */
  public Buffer states() {
    if (states == null) {
      throw new IllegalStateException("The graph has no running state.");
    }
    return states;
  }

  /** Where a value of the graph lies. */
  public Slice slice(Value value) {
    var root = value.root();
    if (root.kind() == Value.Kind.PARAMETER) {
      return new Slice(parameters(), root.offset(), value.shape());
    }
    if (root.kind() == Value.Kind.STATE) {
      var all = graph.moves(root) ? states() : forOneRun();
      return new Slice(all, root.offset(), value.shape());
    }
    return buffers.computeIfAbsent(root, this::buffer).whole().as(value.shape());
  }

  /** A copy of the running states, for operations whose updates shall not last. */
  private Buffer forOneRun() {
    if (forOneRun == null) {
      var from = states().whole();
      forOneRun = new Buffer("running state for one run", from.shape(), Role.RUNNING_STATE);
      var to = forOneRun.whole();
      new Call("", "running states", "copy", calls::add)
          .reads(from)
          .writes(to)
          .elementwise()
          .sums(0)
          .bind(m -> new Copy(m.of(from), 0, m.of(to), 0, 0, from.size()));
    }
    return forOneRun;
  }

  private Buffer buffer(Value root) {
    var role =
        switch (root.kind()) {
          case INPUT -> Role.INPUT;
          case CONTROL -> Role.CONTROL;
          case PARAMETER -> Role.PARAMETER;
          case STATE -> Role.RUNNING_STATE;
          case CONSTANT -> Role.CONSTANT;
          case RESULT -> wanted.contains(root) ? Role.OUTPUT : Role.ACTIVATION;
        };
    var numbers = root.numbers();
    return numbers == null
        ? new Buffer(root.name(), root.shape(), role)
        : Buffer.constant(root.name(), root.shape(), numbers);
  }

  /**
   * Whether the plan computes the gradient of a value: the loss depends on it, and it on something
   * that has gradients.
   */
  public boolean hasGradient(Value value) {
    return written.contains(value.root());
  }

  /** Where the gradient of a value lies. */
  public Slice gradient(Value value) {
    if (value.root().kind() == Value.Kind.PARAMETER) {
      return new Slice(gradients(), value.root().offset(), value.shape());
    }
    return gradientSlices.computeIfAbsent(value.root(), this::gradientBuffer).as(value.shape());
  }

  private Slice gradientBuffer(Value root) {
    boolean isWanted = root.kind() == Value.Kind.INPUT || retained.contains(root);
    var role = isWanted ? Role.OUTPUT : Role.ACTIVATION;
    return new Buffer("d " + root.name(), root.shape(), role).whole();
  }

  /** The gradient of a value, as a value of a tape. */
  Value gradientValue(Value value, Tape tape) {
    var slice = gradient(value);
    var dy = new Value(tape, "d " + value.name(), value.shape(), Value.Kind.RESULT, false, 0, null);
    buffers.put(dy, slice.buffer());
    return dy;
  }

  /** Records the gradients of a composed operation, and passes them on. */
  void compose(Node node, Composed operation) {
    for (int i = 0; i < node.inputs().size(); i++) {
      var input = node.inputs().get(i);
      if (input.needsGradient()) {
        var composition = new Composition(this, node);
        pass(node, input, operation.gradient(i, composition), composition);
      }
    }
  }

  /** Makes what a composition gave the gradient of an input, or adds it to that. */
  private void pass(Node node, Value input, Value gradient, Composition composition) {
    if (!gradient.shape().equals(input.shape())) {
      throw new IllegalStateException(
          "Operation %s gives a gradient of shape %s for an input of shape %s."
              .formatted(node.operation().name(), gradient.shape(), input.shape()));
    }
    var root = input.root();
    boolean mayBeTaken = root.kind() == Value.Kind.RESULT && !retained.contains(root);
    if (mayBeTaken && composition.made(gradient) && written.add(root)) {
      gradientSlices.put(root, slice(gradient.root()).as(root.shape()));
      return;
    }
    var from = slice(gradient);
    var to = claimGradient(input);
    call(node, "gradient")
        .reads(from)
        .writes(to)
        .elementwise()
        .sums(to.accumulate() ? 1 : 0)
        .bind(
            memory ->
                new Copy(
                    memory.of(from),
                    from.offset(),
                    memory.of(to.slice()),
                    to.slice().offset(),
                    to.add(),
                    from.size()));
  }

  Gradient claimGradient(Value value) {
    return new Gradient(gradient(value), !written.add(value.root()));
  }

  boolean isTraining() {
    return training;
  }

  Slice save(Node node, String name, Shape shape) {
    var slice = scratch(node, name, shape);
    saved.put(new Saved(node.output(), name), slice);
    return slice;
  }

  Slice saved(Node node, String name) {
    var slice = saved.get(new Saved(node.output(), name));
    if (slice == null) {
      throw new IllegalStateException(
          "Operation %s reads '%s' in its backward pass, but its forward pass did not save it."
              .formatted(node.operation().name(), name));
    }
    return slice;
  }

  Slice scratch(Node node, String name, Shape shape) {
    return new Buffer(node.path() + " " + name, shape, Role.ACTIVATION).whole();
  }

  Call call(Node node, String step) {
    return new Call(node.path(), node.operation().name(), step, calls::add);
  }

  /** The nodes that the results depend on, in their order. */
  private List<Node> reachable(List<Value> results) {
    var needed = new HashSet<>(results);
    var nodes = new ArrayList<Node>();
    for (var node : graph.nodes().reversed()) {
      if (needed.contains(node.output())) {
        needed.addAll(node.inputs());
        nodes.add(node);
      }
    }
    return nodes.reversed();
  }

  private void backward(Value loss) {
    if (!loss.needsGradient()) {
      throw new IllegalStateException(
          "The loss depends on nothing that is trained: unfreeze a layer, or run inference"
              + " instead.");
    }
    var seed = claimGradient(loss).slice();
    new Call("", "loss", "seed", calls::add)
        .writes(seed)
        .sums(0)
        .bind(memory -> new Fill(memory.of(seed), seed.offset(), 1f, 1));
    for (var node : nodes.reversed()) {
      if (written.contains(node.output().root()) && !node.operation().isView()) {
        node.operation().backward(new Backward(this, node));
      }
    }
    if (gradients != null && !graph.parameters().values().stream().allMatch(written::contains)) {
      clearGradients();
    }
  }

  /** Frozen and unused parameters leave holes in the flat gradient: they are filled with zeros. */
  private void clearGradients() {
    var all = gradients().whole();
    new Call("", "gradients", "clear", call -> calls.add(forwardCalls, call))
        .writes(all)
        .sums(0)
        .bind(memory -> new Fill(memory.of(all), 0, 0f, all.size()));
  }
}
