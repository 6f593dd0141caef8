package org.tornadonn.layer;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** Where a layer stands in its model while it is being recorded: gives names to what it makes. */
public final class Scope {

  private final Recording recording;
  private final String path;
  private final Block layer;
  private final FirstWeights rule;

  /** What all scopes of one model share. */
  private static final class Recording {
    final Graph graph;
    final Mode mode;
    final Predicate<String> frozen;
    final Value fill;
    final Value key;
    final IdentityHashMap<Block, String> paths = new IdentityHashMap<>();
    final Map<String, Values> layers = new TreeMap<>();
    final Map<String, Initializer> initializers = new LinkedHashMap<>();
    int draws;

    Recording(Graph graph, Mode mode, Predicate<String> frozen) {
      this.graph = graph;
      this.mode = mode;
      this.frozen = frozen;
      this.fill = graph.control("fill", Shape.of(1));
      this.key = graph.control("dropout key", Dropout.keyShape());
    }
  }

  private Scope(Recording recording, String path, Block layer, FirstWeights rule) {
    this.recording = recording;
    this.path = path;
    this.layer = layer;
    this.rule = rule;
  }

  /**
   * The scope of a whole model.
   *
   * @param layer the whole network
   * @param frozen whether the layer of a path is frozen
   */
  static Scope root(Graph graph, Mode mode, Block layer, Predicate<String> frozen) {
    return new Scope(new Recording(graph, mode, frozen), "", layer, (of, name, shape) -> null);
  }

  /** {@return the layer's name in its model, as in PyTorch's {@code state_dict}: {@code conv.0}} */
  public String path() {
    return path;
  }

  /**
   * Applies an operation.
   *
   * @param operation what is done
   * @param operands to these, in the order that the operation wants
   * @return its result
   */
  public Value apply(Operation operation, Value... operands) {
    return recording.graph.apply(path, operation, operands);
  }

  /**
   * Applies another layer under a name of its own; the same layer object twice shares its
   * parameters, but a lambda or method reference has its own at each name.
   *
   * @param name the layer's, within this one
   * @param layer what is applied
   * @param x to this
   * @return what the layer makes of x
   */
  public Value call(String name, Layer layer, Value x) {
    var scope = child(name, layer);
    var y = recording.graph.within(scope.path, () -> layer.forward(scope, x));
    recording.layers.put(scope.path, Values.of(Signature.OUTPUT, y));
    return y;
  }

  /**
   * Applies a block under a name of its own; the same block object twice shares its parameters, but
   * a lambda or method reference has its own at each name.
   *
   * @param name the block's, within this one
   * @param block what is applied
   * @param in to these
   * @return what the block makes of them
   */
  public Values call(String name, Block block, Values in) {
    var scope = child(name, block);
    var out = recording.graph.within(scope.path, () -> block.forward(scope, in));
    recording.layers.put(scope.path, out);
    return out;
  }

  private Scope child(String name, Block block) {
    var child = path.isEmpty() ? name : path + "." + name;
    var known = recording.paths.putIfAbsent(block, child);
    var own = known == null || isFunction(block) ? child : known;
    return new Scope(recording, own, block, rule);
  }

  /**
   * {@return this scope, in which the parameters of the layer and of those within it begin by a
   * rule} The rule that stands innermost decides.
   *
   * @param rule how they begin
   */
  public Scope beginning(FirstWeights rule) {
    return of(layer, rule);
  }

  /** This scope as that of another layer in this place. */
  Scope of(Block other, FirstWeights itsRule) {
    return new Scope(recording, path, other, itsRule);
  }

  private Initializer first(String name, Shape shape, Initializer initializer) {
    var other = rule.of(layer, name, shape);
    return other == null ? initializer : other;
  }

  /** Java may make one object of all uses of a lambda or method reference: it is no one layer. */
  private static boolean isFunction(Block block) {
    return block.getClass().isHidden();
  }

  /**
   * {@return a parameter of this layer: {@code weight} of layer {@code conv.0} is {@code
   * conv.0.weight}}
   *
   * @param name within this layer: {@code weight}
   * @param shape its sizes
   * @param initializer how it begins
   */
  public Value parameter(String name, Shape shape, Initializer initializer) {
    var full = path.isEmpty() ? name : path + "." + name;
    recording.initializers.putIfAbsent(full, first(name, shape, initializer));
    return recording.graph.parameter(full, shape);
  }

  /**
   * {@return a running state of this layer: what training measures, keeps with the parameters, and
   * does not train} Operations may update it while training.
   *
   * @param name within this layer: {@code weight}
   * @param shape its sizes
   * @param initializer how it begins
   */
  public Value state(String name, Shape shape, Initializer initializer) {
    var full = path.isEmpty() ? name : path + "." + name;
    recording.initializers.putIfAbsent(full, initializer);
    return recording.graph.state(full, shape);
  }

  /**
   * {@return whether this layer is to do what it does while training: PyTorch's {@code
   * module.training}; false in predictions, and while training for a layer that is frozen}
   */
  public boolean isTraining() {
    return recording.mode == Mode.TRAIN && !recording.frozen.test(path);
  }

  /**
   * {@return the number of samples of the batch that are in use, {@code (1)}; while training only}
   */
  public Value fill() {
    requireTraining("the number of samples in use");
    return recording.fill;
  }

  /**
   * {@return the key of the step's random masks, as {@link Dropout#key} makes it; while training
   * only}
   */
  public Value key() {
    requireTraining("the key of random masks");
    return recording.key;
  }

  /** {@return a number that no other random mask of this model has} */
  public int nextDraw() {
    return recording.draws++;
  }

  /** {@link #fill} in any mode. */
  Value sharedFill() {
    return recording.fill;
  }

  /** {@link #key} in any mode. */
  Value sharedKey() {
    return recording.key;
  }

  private void requireTraining(String what) {
    if (!isTraining()) {
      throw new IllegalStateException(
          "Layer '%s' asks for %s, which a layer has only while it is trained: ask isTraining() first."
              .formatted(path, what));
    }
  }

  /** What all layers of the model that were called so far gave, by their paths. */
  Map<String, Values> layers() {
    return recording.layers;
  }

  /** How the parameters and running states begin, by name. */
  Map<String, Initializer> initializers() {
    return recording.initializers;
  }
}
