package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tornadonn.heap.Heap;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A layer built for inputs of one shape, with its parameters: what is trained, saved and run.
 *
 * <p>All parameters lie in one flat array. {@link #load}, {@link #changed} and a {@link
 * org.tornadonn.train.Trainer}'s {@code sync} make another version of all numbers at once: whoever
 * reads {@link #weights} or predicts meanwhile, in whatever thread, has all of the old ones or all
 * of the new. Beyond that it is for use by one thread at a time while it is edited or frozen.
 */
public final class Model {

  private final Blueprint blueprint;
  private final Signature outputs;
  private final Layout layout;
  private final Set<String> layers;
  private final Frozen frozen = new Frozen();
  private final long seed;

  /** What others see. */
  private volatile Weights weights;

  /** What whoever edits sees: the same arrays until something was edited. */
  private volatile Weights edited;

  private volatile long version;

  /**
   * Builds a layer: infers all shapes and gives every parameter its first value.
   *
   * @param layer the whole network
   * @param input the shape of one sample: {@code (1, 480, 480)}
   * @param seed decides the first values, which are the same on every device
   * @throws org.tornadonn.plan.ShapeException if shapes do not fit; the message names the layer
   * @throws org.tornadonn.heap.HeapException if the parameters are more than Java can hold
   */
  public Model(Layer layer, Shape input, long seed) {
    this(layer, Signature.of(Signature.INPUT, input), seed);
  }

  /**
   * Builds a block: a network that may have several inputs and outputs.
   *
   * @param block the whole network
   * @param inputs what goes in
   * @param seed decides the first values, which are the same on every device
   * @throws org.tornadonn.plan.ShapeException if shapes do not fit; the message names the layer
   * @throws org.tornadonn.heap.HeapException if the parameters are more than Java can hold
   */
  public Model(Block block, Signature inputs, long seed) {
    this.blueprint = new Blueprint(block, inputs);
    this.seed = seed;
    var draft = blueprint.draft();
    var graph = draft.graph();
    this.outputs = Signature.of(draft.recorded().outputs(), inputs.batched());
    this.layers = new TreeSet<>(draft.scope().layers().keySet());
    this.weights =
        new Weights(
            array(graph.parameterSize(), "parameters"), array(graph.stateSize(), "running states"));
    this.edited = weights;
    var mix = new SplittableRandom(seed);
    this.layout = new Layout(list(graph.parameters().values()), list(graph.states().values()));
    fill(layout.parameters(), weights.values(), draft.scope(), mix);
    fill(layout.states(), weights.stateValues(), draft.scope(), mix);
  }

  private static float[] array(int size, String what) {
    return Heap.floats(size, () -> String.format(Locale.ROOT, "A model of %,d %s", size, what));
  }

  private static void fill(
      List<Parameter> list, float[] values, Scope scope, SplittableRandom mix) {
    for (var parameter : list) {
      var start = scope.initializers().get(parameter.name());
      if (start != null) {
        start.fill(values, parameter.offset(), parameter.shape().size(), mix.split());
      }
    }
  }

  /**
   * {@return the parameters that a model of this layer would have; allocates none of them}
   *
   * @param layer the whole network
   * @param input the shape of one sample
   */
  public static List<Parameter> parameters(Layer layer, Shape input) {
    return parameters(layer, Signature.of(Signature.INPUT, input));
  }

  /**
   * {@return the parameters that a model of this block would have; allocates none of them}
   *
   * @param block the whole network
   * @param inputs what goes in
   */
  public static List<Parameter> parameters(Block block, Signature inputs) {
    return list(new Blueprint(block, inputs).draft().graph().parameters().values());
  }

  /**
   * {@return the shape of one output sample that a model of this layer would have}
   *
   * @param layer the whole network
   * @param input the shape of one sample
   */
  public static Shape output(Layer layer, Shape input) {
    var draft = new Blueprint(layer, Signature.of(Signature.INPUT, input)).draft();
    return draft.recorded().output().shape().sample();
  }

  private static List<Parameter> list(Collection<Value> values) {
    var parameters = new ArrayList<Parameter>();
    int offset = 0;
    for (var value : values) {
      parameters.add(new Parameter(value.name(), value.shape(), offset));
      offset += value.shape().size();
    }
    return parameters;
  }

  /**
   * A model's graph for a batch.
   *
   * @param graph the operations
   * @param inputs the values that stand for a batch of inputs
   * @param outputs the values that stand for what the model makes of them
   * @param fill the number of samples in use; for training
   * @param key the key of the step's random masks; for training
   * @param layers what each layer gives, by its path; of one that runs several times, the last time
   */
  public record Recorded(
      Graph graph,
      Values inputs,
      Values outputs,
      Value fill,
      Value key,
      Map<String, Values> layers) {

    /** Copies the map. */
    public Recorded {
      layers = Map.copyOf(layers);
    }

    /** {@return the only input} */
    public Value input() {
      return inputs.only();
    }

    /** {@return the only output} */
    public Value output() {
      return outputs.only();
    }

    /**
     * {@return what layers give} A value is called as its layer: {@code layer2.0.conv1}; one of
     * several that a layer gives has its own name behind that: {@code lstm.h}.
     *
     * @param paths of layers, as {@code state_dict} has them
     * @throws StateException if there is no layer of that name; the message has names that are near
     */
    public Values layers(List<String> paths) {
      var found = Values.none();
      for (var path : paths) {
        var given = layers.get(path);
        if (given == null) {
          throw new StateException(
              "The model has no layer '%s'. Names that are near: %s."
                  .formatted(path, String.join(", ", Nearest.of(path, layers.keySet()))));
        }
        for (var each : given.byName().entrySet()) {
          var name = given.size() == 1 ? path : path + "." + each.getKey();
          var value = each.getValue();
          found =
              found.and(
                  name, value.isComputed() ? value : graph.apply(path, new Identity(), value));
        }
      }
      return found;
    }
  }

  /**
   * Records the model for predictions with a batch of n samples.
   *
   * @param n the samples of a batch, at least 1
   * @return the graph, with the values that a run of it gives and takes
   */
  public Recorded record(int n) {
    return record(n, Mode.EVAL);
  }

  /**
   * Records the model for a batch of n samples; frozen parameters get no gradient, and frozen
   * layers do what they do in predictions.
   *
   * @param n the samples of a batch, at least 1; 1 of inputs without an axis of samples
   * @param mode for training or for predictions
   * @return the graph, with the values that a run of it gives and takes
   */
  public Recorded record(int n, Mode mode) {
    return blueprint.draft(n, mode, frozen::contains).recorded();
  }

  /**
   * Records the model for training of some of its parameters: the others get no gradient, but their
   * layers are in train mode.
   *
   * @param n the samples of a batch, at least 1
   * @param trained which parameters are trained, if they are not frozen
   * @param moved which running states are updated
   * @return the graph, with the values that a run of it gives and takes
   */
  public Recorded record(int n, Predicate<Parameter> trained, Predicate<Parameter> moved) {
    var kept = named(parameters(), trained);
    var still = named(states(), moved);
    return blueprint
        .draft(
            n,
            Mode.TRAIN,
            name -> frozen.contains(name) || kept.contains(name),
            name -> !still.contains(name),
            false)
        .recorded();
  }

  /** The names of those that are not taken. */
  private static Set<String> named(List<Parameter> all, Predicate<Parameter> taken) {
    return all.stream()
        .filter(taken.negate())
        .map(Parameter::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Records the model for predictions with a batch of n samples, with inputs that have gradients
   * and parameters that have none.
   *
   * @param n the samples of a batch, at least 1
   * @return the graph, with the values that a run of it gives and takes
   */
  public Recorded recordWithInputGradients(int n) {
    return blueprint.draft(n, Mode.EVAL, name -> true, name -> true, true).recorded();
  }

  /** {@return what the first values came from, and what random masks come from} */
  public long seed() {
    return seed;
  }

  /** {@return the whole network} */
  public Block layer() {
    return blueprint.block() instanceof Initialized other ? other.layer() : blueprint.block();
  }

  /** {@return the names and shapes of what goes in} */
  public Signature inputs() {
    return blueprint.inputs();
  }

  /** {@return the names and shapes of what comes out} */
  public Signature outputs() {
    return outputs;
  }

  /**
   * {@return the shape of one input sample; of several inputs, whose numbers lie one after the
   * other, how many these are}
   */
  public Shape input() {
    return inputs().sample();
  }

  /**
   * {@return what people call its samples: {@code images} if an input is (channels, rows, columns),
   * else {@code rows}}
   */
  public String samples() {
    return input().rank() == 3 ? "images" : "rows";
  }

  /**
   * {@return the shape of one output sample; of several outputs, whose numbers lie one after the
   * other, how many these are}
   */
  public Shape output() {
    return outputs.sample();
  }

  /** {@return the parameters in the order of the flat array} */
  public List<Parameter> parameters() {
    return layout.parameters();
  }

  /**
   * {@return the numbers that the model has now} They are those of one time, even while another
   * thread loads others.
   */
  public Weights weights() {
    return weights;
  }

  /**
   * {@return the flat array of all parameters itself, to be read or edited} Call {@link #changed}
   * after editing it. After a {@link #load} or a trainer's {@code sync} the model has another
   * array.
   *
   * @see Parameter#offset
   */
  public float[] values() {
    return edited.values();
  }

  /**
   * {@return what training measures but does not train, such as the running statistics of batch
   * norms, in the order of {@link #stateValues}}
   */
  public List<Parameter> states() {
    return layout.states();
  }

  /**
   * {@return the flat array of all running states itself} What is said of {@link #values} is true
   * of it too.
   */
  public float[] stateValues() {
    return edited.stateValues();
  }

  /**
   * Says that {@link #values} or {@link #stateValues} was edited: open predictors take what stands
   * there now from their next prediction on.
   */
  public synchronized void changed() {
    weights = edited.copy();
    version++;
  }

  private synchronized void put(Weights next) {
    edited = next;
    weights = next;
    version++;
  }

  /**
   * Counts the changes of the parameters.
   *
   * @return a number that grows with each
   */
  public long version() {
    return version;
  }

  /** {@return a copy of all parameters and running states by name: PyTorch's {@code state_dict}} */
  public Map<String, Tensor> state() {
    return state(edited);
  }

  /**
   * {@return a copy of numbers of this model by name}
   *
   * @param of what {@link #weights} gave, here or of a model with the same parameters and states
   */
  public Map<String, Tensor> state(Weights of) {
    return layout.named(of);
  }

  /**
   * Sets parameters and running states by name, all at once. Nothing is set if it throws.
   *
   * @param state tensors by name
   * @param strict whether the names must be the model's, no more and no less; false loads what fits
   *     by name, for fine-tuning
   * @return what was set, what was not, and what was left out
   * @throws StateException if a shape is wrong, or a name in strict mode
   */
  public synchronized LoadReport load(Map<String, Tensor> state, boolean strict) {
    var report = layout.compared(state, strict);
    put(layout.with(state, edited));
    return report;
  }

  /**
   * Sets all numbers at once.
   *
   * @param next as many as the model has; copied
   * @throws StateException if they are not as many
   */
  public void load(Weights next) {
    var now = edited;
    if (next.values().length != now.values().length
        || next.stateValues().length != now.stateValues().length) {
      throw new StateException(
          "The model has %s, but is to load %s: take those of a model with the same layers."
              .formatted(now, next));
    }
    put(next.copy());
  }

  /**
   * {@return the numbers that the model would have after a strict {@link #load(Map, boolean)},
   * which is left undone}
   *
   * @param state tensors by name
   * @throws StateException if a shape or a name is wrong
   */
  public Weights weights(Map<String, Tensor> state) {
    layout.compared(state, true);
    return layout.with(state, edited);
  }

  /**
   * Keeps layers as they are in trainers opened from now on.
   *
   * <p>The name of a layer freezes the layer and all below it: their parameters get no gradient and
   * no update, and they are in eval mode, as after PyTorch's {@code eval()}. So batch norms use
   * their running statistics and do not move them, and dropouts do nothing. The name of a single
   * parameter freezes that parameter alone; its layer stays in train mode.
   *
   * @param name a layer, {@code conv} or {@code conv.1}, or a parameter, {@code conv.0.weight};
   *     whole names: {@code con} is neither
   * @throws StateException if there is none of that name
   */
  public void freeze(String name) {
    frozen.add(below(name));
  }

  /**
   * {@return the last layer that has parameters: what fine-tuning replaces}
   *
   * @throws StateException if the model has none
   */
  public String head() {
    if (parameters().isEmpty()) {
      throw new StateException("The model has no parameters, and so no last layer of them.");
    }
    var last = parameters().getLast().name();
    return last.substring(0, Math.max(0, last.lastIndexOf('.')));
  }

  /**
   * {@return whether there is a layer or parameter of that name}
   *
   * @param name whole: {@code conv.1}
   */
  public boolean has(String name) {
    return names().stream().anyMatch(one -> one.equals(name) || one.startsWith(name + "."));
  }

  /** Those of layers and parameters. */
  private List<String> names() {
    return Stream.concat(layers.stream(), parameters().stream().map(Parameter::name)).toList();
  }

  /**
   * Keeps all layers that have parameters as they are but one, with {@link #freeze}.
   *
   * @param name the layer that stays as it was: {@link #head}, for example
   */
  public void freezeAllBut(String name) {
    for (var parameter : parameters()) {
      var layer = parameter.name().substring(0, Math.max(0, parameter.name().lastIndexOf('.')));
      if (!layer.isEmpty() && !layer.equals(name) && !layer.startsWith(name + ".")) {
        freeze(layer);
      }
    }
  }

  /**
   * Trains layers again; the opposite of {@link #freeze}. A frozen layer of which a part is trained
   * again is in train mode; its other parts stay frozen.
   *
   * @param name a layer or parameter, as for {@link #freeze}
   * @throws StateException if there is none of that name
   */
  public void unfreeze(String name) {
    frozen.remove(name, below(name));
  }

  /** {@return the names that freeze in another model of these layers what is frozen in this one} */
  public List<String> frozen() {
    return frozen.names();
  }

  /**
   * {@return whether a parameter is trained}
   *
   * @param parameter one of {@link #parameters}
   */
  public boolean isTrainable(Parameter parameter) {
    return !frozen.contains(parameter.name());
  }

  private List<String> below(String name) {
    var below =
        names().stream().filter(one -> one.equals(name) || one.startsWith(name + ".")).toList();
    if (below.isEmpty()) {
      throw new StateException(
          "The model has no layer or parameter '%s'. Names that are near: %s."
              .formatted(name, String.join(", ", Nearest.of(name, names()))));
    }
    return below;
  }

  /** Its sizes, and what is frozen; {@link Summary} lists its layers. */
  @Override
  public String toString() {
    var text = "Model %s → %s, %s".formatted(text(inputs()), text(outputs), weights);
    var names = frozen.tops();
    return names.isEmpty() ? text : text + ", frozen: " + String.join(", ", names);
  }

  private static String text(Signature signature) {
    return signature.ports().size() == 1 ? signature.sample().toString() : signature.toString();
  }
}
