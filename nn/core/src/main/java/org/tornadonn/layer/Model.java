package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
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
  private final float[] values;
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
    var graph = new Graph();
    var scope = Scope.root(graph);
    this.output = layer.forward(scope, graph.input("x", input.batch(1))).shape().sample();
    this.values = new float[graph.parameterSize()];
    var mix = new SplittableRandom(seed);
    parameters.addAll(parameters(graph));
    for (var parameter : parameters) {
      var start = scope.initializers().get(parameter.name());
      if (start != null) {
        start.fill(values, parameter.offset(), parameter.shape().size(), mix.split());
      }
    }
  }

  /** The parameters that a model of this layer would have; allocates none of them. */
  public static List<Parameter> parameters(Layer layer, Shape input) {
    var graph = new Graph();
    layer.forward(Scope.root(graph), graph.input("x", input.batch(1)));
    return parameters(graph);
  }

  /** The shape of one output sample that a model of this layer would have. */
  public static Shape output(Layer layer, Shape input) {
    var graph = new Graph();
    return layer.forward(Scope.root(graph), graph.input("x", input.batch(1))).shape().sample();
  }

  private static List<Parameter> parameters(Graph graph) {
    var parameters = new ArrayList<Parameter>();
    int offset = 0;
    for (var value : graph.parameters().values()) {
      parameters.add(new Parameter(value.name(), value.shape(), offset));
      offset += value.shape().size();
    }
    return parameters;
  }

  /** A model's graph for a batch. */
  public record Recorded(Graph graph, Value input, Value output) {}

  /** Records the model for a batch of n samples; frozen parameters get no gradient. */
  public Recorded record(int n) {
    var graph = new Graph(name -> !frozen.contains(name));
    var x = graph.input("x", input.batch(n));
    return new Recorded(graph, x, layer.forward(Scope.root(graph), x));
  }

  public Layer layer() {
    return layer;
  }

  /** The shape of one input sample. */
  public Shape input() {
    return input;
  }

  /** The shape of one output sample. */
  public Shape output() {
    return output;
  }

  /** The parameters in the order of the flat array. */
  public List<Parameter> parameters() {
    return Collections.unmodifiableList(parameters);
  }

  /**
   * The flat array of all parameters itself. Call {@link #changed} after editing it.
   *
   * @see Parameter#offset
   */
  public float[] values() {
    return values;
  }

  /** Says that {@link #values} was edited, so that open predictors take it anew. */
  public void changed() {
    version++;
  }

  /** Counts the changes of the parameters. */
  public long version() {
    return version;
  }

  /** A copy of all parameters by name: PyTorch's {@code state_dict}. */
  public Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    for (var p : parameters) {
      state.put(
          p.name(),
          new Tensor(
              p.shape(), Arrays.copyOfRange(values, p.offset(), p.offset() + p.shape().size())));
    }
    return state;
  }

  /**
   * Sets parameters by name. Nothing is set if it throws.
   *
   * @param strict whether the names must be the model's, no more and no less; false loads what fits
   *     by name, for fine-tuning
   * @throws StateException if a shape is wrong, or a name in strict mode
   */
  public LoadReport load(Map<String, Tensor> state, boolean strict) {
    var loaded = new ArrayList<String>();
    var missing = new ArrayList<String>();
    var unexpected = new TreeSet<>(state.keySet());
    for (var p : parameters) {
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
    for (var p : parameters) {
      var tensor = state.get(p.name());
      if (tensor != null) {
        System.arraycopy(tensor.values(), 0, values, p.offset(), p.shape().size());
      }
    }
    changed();
    return new LoadReport(loaded, missing, List.copyOf(unexpected));
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

  /** Trains layers again; the opposite of {@link #freeze}. */
  public void unfreeze(String prefix) {
    frozen.removeAll(below(prefix));
  }

  /** Whether a parameter is trained. */
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
