package org.tornadonn.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.tornadonn.op.arithmetic.Add;
import org.tornadonn.op.convolution.Conv2d;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/** A graph under construction, with numbers for its inputs and parameters. */
final class ValuedGraph {

  private final Graph graph;
  private final Map<Value, float[]> leaves;

  ValuedGraph() {
    this(name -> true);
  }

  ValuedGraph(Predicate<String> trainable) {
    this(new Graph(trainable), Map.of());
  }

  /** A graph to go on with. */
  ValuedGraph(Graph graph, Map<Value, float[]> leaves) {
    this.graph = graph;
    this.leaves = new LinkedHashMap<>(leaves);
  }

  Graph graph() {
    return graph;
  }

  private Value leaf(Value value, float... numbers) {
    leaves.put(value, numbers);
    return value;
  }

  /** An input whose gradient is compared. */
  Value input(String name, Shape shape, float... numbers) {
    return leaf(graph.inputWithGradient(name, shape), numbers);
  }

  /** An input that gets no gradient. */
  Value constant(String name, Shape shape, float... numbers) {
    return leaf(graph.input(name, shape), numbers);
  }

  Value control(String name, float... numbers) {
    return leaf(graph.control(name, Shape.of(numbers.length)), numbers);
  }

  Value parameter(String name, Shape shape, float... numbers) {
    return leaf(graph.parameter(name, shape), numbers);
  }

  /** A parameter with numbers as PyTorch's initialisation draws them. */
  private Value parameter(String name, int seed, int fanIn, int... dims) {
    var shape = Shape.of(dims);
    float bound = (float) (1 / Math.sqrt(fanIn));
    return parameter(name, shape, Numbers.scaled(seed, shape.size(), bound));
  }

  Value state(String name, Shape shape, float... numbers) {
    return leaf(graph.state(name, shape), numbers);
  }

  Value apply(String path, Operation operation, Value... operands) {
    return graph.apply(path, operation, operands);
  }

  /** A convolution with its own weight and bias; the seeds follow the number of parameters. */
  Value conv2d(String path, Value x, int channels, Window window) {
    int seed = 100 + graph.parameters().size();
    int ci = x.shape().dim(1);
    int fanIn = ci * window.kernelHeight() * window.kernelWidth();
    var w =
        parameter(
            path + ".weight",
            seed,
            fanIn,
            channels,
            ci,
            window.kernelHeight(),
            window.kernelWidth());
    var b = parameter(path + ".bias", seed + 1, fanIn, channels);
    return apply(path, new Conv2d(window), x, w, b);
  }

  /** A linear layer; of the same name, the same weights. */
  Value linear(String path, Value x, int features) {
    int seed = 100 + graph.parameters().size();
    int ci = x.shape().dim(1);
    var known = graph.parameters().get(path + ".weight");
    if (known != null) {
      var bias = graph.parameter(path + ".bias", Shape.of(features));
      return apply(path, new Linear(), x, known, bias);
    }
    var w = parameter(path + ".weight", seed, ci, features, ci);
    var b = parameter(path + ".bias", seed + 1, ci, features);
    return apply(path, new Linear(), x, w, b);
  }

  /** The case whose loss weights the result with numbers of a seed. */
  GraphCase weighted(String name, int seed, Value result) {
    return losing(name, result, weightedSum("loss", seed, result));
  }

  Value weightedSum(String path, int seed, Value result) {
    var r = constant(path + ".r", result.shape(), Numbers.of(seed, result.shape().size()));
    return apply(path, new WeightedSum(), result, r);
  }

  /** The case of several losses added up. */
  GraphCase sum(String name, Value result, Value... losses) {
    var total = losses[0];
    for (int i = 1; i < losses.length; i++) {
      total = apply("total" + i, new Add(), total, losses[i]);
    }
    return losing(name, result, total);
  }

  GraphCase losing(String name, Value result, Value loss) {
    return new GraphCase(name, false, graph, result, loss, leaves);
  }
}
