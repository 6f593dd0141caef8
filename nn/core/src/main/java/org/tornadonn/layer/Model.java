package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.tornadonn.op.Identity;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A layer built for inputs of one shape, with its parameters: what is trained, saved and run.
 *
 * <p>All parameters lie in one flat array. Not safe for use by several threads while it is loaded,
 * frozen or trained; reading it from several threads is fine.
 */
public final class Model {

  private final Layer layer;
  private final Shape input;
  private final Shape output;
  private final List<Parameter> parameters = new ArrayList<>();
  private final Set<String> frozen = new TreeSet<>();
  private final List<Parameter> states = new ArrayList<>();
  private final float[] values;
  private final float[] stateValues;
  private final long seed;
  private long version;

  /**
   * Builds a layer: infers all shapes and gives every parameter its first value.
   *
   * @param layer the whole network
   * @param input the shape of one sample: {@code (1, 480, 480)}
   * @param seed decides the first values, which are the same on every device
   * @throws org.tornadonn.plan.ShapeException if shapes do not fit; the message names the layer
   */
  public Model(Layer layer, Shape input, long seed) {
    this.layer = layer;
    this.input = input;
    this.seed = seed;
    var graph = new Graph();
    var scope = Scope.root(graph, Mode.EVAL);
    this.output = apply(layer, scope, graph.input("x", input.batch(1))).shape().sample();
    this.values = new float[graph.parameterSize()];
    this.stateValues = new float[graph.stateSize()];
    var mix = new SplittableRandom(seed);
    parameters.addAll(list(graph.parameters().values()));
    states.addAll(list(graph.states().values()));
    fill(parameters, values, scope, mix);
    fill(states, stateValues, scope, mix);
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
    var graph = new Graph();
    layer.forward(Scope.root(graph, Mode.EVAL), graph.input("x", input.batch(1)));
    return list(graph.parameters().values());
  }

  /**
   * {@return the shape of one output sample that a model of this layer would have}
   *
   * @param layer the whole network
   * @param input the shape of one sample
   */
  public static Shape output(Layer layer, Shape input) {
    var graph = new Graph();
    return layer
        .forward(Scope.root(graph, Mode.EVAL), graph.input("x", input.batch(1)))
        .shape()
        .sample();
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
   * @param input the value that stands for a batch of inputs
   * @param output the value that stands for what the model makes of them
   * @param fill the number of samples in use; for training
   * @param key the key of the step's random masks; for training
   */
  public record Recorded(Graph graph, Value input, Value output, Value fill, Value key) {}

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
   * Records the model for a batch of n samples; frozen parameters get no gradient.
   *
   * @param n the samples of a batch, at least 1
   * @param mode for training or for predictions
   * @return the graph, with the values that a run of it gives and takes
   */
  public Recorded record(int n, Mode mode) {
    var graph = new Graph(name -> !frozen.contains(name));
    var x = graph.input("x", input.batch(n));
    var scope = Scope.root(graph, mode);
    return new Recorded(graph, x, apply(layer, scope, x), scope.sharedFill(), scope.sharedKey());
  }

  /** What a layer makes of x: a result of its own, even if it only passes on what comes. */
  private static Value apply(Layer layer, Scope scope, Value x) {
    var y = layer.forward(scope, x);
    return y.isComputed() ? y : scope.apply(new Identity(), y);
  }

  /** {@return what the first values came from, and what random masks come from} */
  public long seed() {
    return seed;
  }

  /** {@return the whole network} */
  public Layer layer() {
    return layer;
  }

  /** {@return the shape of one input sample} */
  public Shape input() {
    return input;
  }

  /**
   * {@return what people call its samples: {@code images} if an input is (channels, rows, columns),
   * else {@code rows}}
   */
  public String samples() {
    return input.rank() == 3 ? "images" : "rows";
  }

  /** {@return the shape of one output sample} */
  public Shape output() {
    return output;
  }

  /** {@return the parameters in the order of the flat array} */
  public List<Parameter> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /**
   * {@return the flat array of all parameters itself} Call {@link #changed} after editing it.
   *
   * @see Parameter#offset
   */
  public float[] values() {
    return values;
  }

  /**
   * {@return what training measures but does not train, such as the running statistics of batch
   * norms, in the order of {@link #stateValues}}
   */
  public List<Parameter> states() {
    return Collections.unmodifiableList(states);
  }

  /**
   * {@return the flat array of all running states itself} Call {@link #changed} after editing it.
   */
  public float[] stateValues() {
    return stateValues;
  }

  /** Says that {@link #values} was edited, so that open predictors take it anew. */
  public void changed() {
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
    var state = new LinkedHashMap<String, Tensor>();
    parameters.forEach(p -> state.put(p.name(), tensor(p, values)));
    states.forEach(p -> state.put(p.name(), tensor(p, stateValues)));
    return state;
  }

  private static Tensor tensor(Parameter p, float[] values) {
    return new Tensor(
        p.shape(), Arrays.copyOfRange(values, p.offset(), p.offset() + p.shape().size()));
  }

  /**
   * Sets parameters and running states by name. Nothing is set if it throws.
   *
   * @param state tensors by name
   * @param strict whether the names must be the model's, no more and no less; false loads what fits
   *     by name, for fine-tuning
   * @return what was set, what was not, and what was left out
   * @throws StateException if a shape is wrong, or a name in strict mode
   */
  public LoadReport load(Map<String, Tensor> state, boolean strict) {
    var loaded = new ArrayList<String>();
    var missing = new ArrayList<String>();
    var unexpected = new TreeSet<>(state.keySet());
    var all = new ArrayList<>(parameters);
    all.addAll(states);
    for (var p : all) {
      var tensor = state.get(p.name());
      unexpected.remove(p.name());
      if (tensor == null) {
        missing.add(p.name());
      } else if (!tensor.shape().equals(p.shape())) {
        throw new StateException(
            "Tensor '%s' has shape %s, but the model has %s there: it was trained with another architecture or image size."
                .formatted(p.name(), tensor.shape(), p.shape()));
      } else {
        loaded.add(p.name());
      }
    }
    if (strict && !(missing.isEmpty() && unexpected.isEmpty())) {
      throw new StateException(
          "The state does not fit the model:%s%s. Load it partially if that is meant."
              .formatted(
                  missing.isEmpty() ? "" : " missing " + missing,
                  unexpected.isEmpty() ? "" : " unexpected " + unexpected));
    }
    set(parameters, values, state);
    set(states, stateValues, state);
    changed();
    return new LoadReport(loaded, missing, List.copyOf(unexpected));
  }

  private static void set(List<Parameter> list, float[] values, Map<String, Tensor> state) {
    for (var p : list) {
      var tensor = state.get(p.name());
      if (tensor != null) {
        System.arraycopy(tensor.values(), 0, values, p.offset(), p.shape().size());
      }
    }
  }

  /**
   * Keeps layers as they are in trainers opened from now on.
   *
   * @param prefix a layer or parameter: {@code conv} freezes {@code conv.0.weight} and all others
   *     below
   * @throws StateException if there is none of that name
   */
  public void freeze(String prefix) {
    frozen.addAll(below(prefix));
  }

  /**
   * Trains layers again; the opposite of {@link #freeze}.
   *
   * @param prefix a layer or parameter, as for {@link #freeze}
   */
  public void unfreeze(String prefix) {
    frozen.removeAll(below(prefix));
  }

  /**
   * {@return whether a parameter is trained}
   *
   * @param parameter one of {@link #parameters}
   */
  public boolean isTrainable(Parameter parameter) {
    return !frozen.contains(parameter.name());
  }

  private List<String> below(String prefix) {
    var names =
        parameters.stream()
            .map(Parameter::name)
            .filter(name -> name.equals(prefix) || name.startsWith(prefix + "."))
            .toList();
    if (names.isEmpty()) {
      throw new StateException(
          "The model has no layer or parameter '%s'; its parameters are %s."
              .formatted(prefix, parameters.stream().map(Parameter::name).toList()));
    }
    return names;
  }
}
