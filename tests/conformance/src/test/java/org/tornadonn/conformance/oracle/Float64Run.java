package org.tornadonn.conformance.oracle;

import java.util.HashMap;
import java.util.Map;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.Node;
import org.tornadonn.plan.Value;

/**
 * A graph computed in float64, operation by operation as defined: every value, and the gradient of
 * a loss with respect to every value. Knows nothing of plans.
 */
public final class Float64Run {

  private static final Noise EXACT = (numbers, _) -> numbers;

  private final Map<Value, double[]> values = new HashMap<>();
  private final Map<Value, double[]> gradients = new HashMap<>();
  private final Value loss;
  private final Noise noise;

  /** What float32 does to computed numbers. */
  public interface Noise {

    /** The numbers with errors of such a sum. */
    double[] on(double[] numbers, Sum sum);
  }

  private Float64Run(Graph graph, Map<Value, double[]> leaves, Value loss, Noise noise) {
    this.loss = loss;
    this.noise = noise;
    values.putAll(leaves);
    for (var node : graph.nodes()) {
      var definition = Definitions.of(node);
      double[][] in = operands(node);
      values.put(
          node.output(),
          noise == EXACT
              ? definition.forward(in)
              : noise.on(definition.forward(in), definition.result(in)));
    }
  }

  /** The forward pass alone. */
  public static Float64Run forward(Graph graph, Map<Value, double[]> leaves, Value loss) {
    return new Float64Run(graph, leaves, loss, EXACT);
  }

  /** The forward and the backward pass. */
  public static Float64Run gradients(Graph graph, Map<Value, double[]> leaves, Value loss) {
    return gradients(graph, leaves, loss, EXACT);
  }

  /** The forward and the backward pass, with errors behind every operation. */
  public static Float64Run gradients(
      Graph graph, Map<Value, double[]> leaves, Value loss, Noise noise) {
    var run = new Float64Run(graph, leaves, loss, noise);
    run.gradients.put(loss, new double[] {1});
    for (var node : graph.nodes().reversed()) {
      run.backward(node);
    }
    return run;
  }

  private void backward(Node node) {
    var dy = gradients.get(node.output());
    if (dy == null) {
      return;
    }
    var definition = Definitions.of(node);
    double[][] in = operands(node);
    var shares = definition.backward(in, dy);
    for (int i = 0; i < shares.length; i++) {
      var input = node.inputs().get(i);
      if (input.needsGradient() && shares[i].length > 0) {
        var share =
            noise == EXACT ? shares[i] : noise.on(shares[i], definition.gradient(i, in, dy));
        gradients.merge(input, share, Float64Run::plus);
      }
    }
  }

  private static double[] plus(double[] a, double[] b) {
    var sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  /** The inputs of one application of an operation. */
  public double[][] operands(Node node) {
    return node.inputs().stream().map(this::value).toArray(double[][]::new);
  }

  /** The elements of a value. */
  public double[] value(Value value) {
    var numbers = value.numbers();
    return numbers == null ? values.getOrDefault(value, new double[0]) : widen(numbers);
  }

  /** The gradient of the loss with respect to a value; zeros if the loss does not depend on it. */
  public double[] gradient(Value value) {
    return gradients.getOrDefault(value, new double[value.shape().size()]);
  }

  /** The loss. */
  public double loss() {
    return value(loss)[0];
  }

  /** The values in float64. */
  public static Map<Value, double[]> widen(Map<Value, float[]> values) {
    var wide = new HashMap<Value, double[]>();
    values.forEach((value, array) -> wide.put(value, widen(array)));
    return wide;
  }

  /** The same numbers in float64. */
  public static double[] widen(float[] array) {
    var wide = new double[array.length];
    for (int i = 0; i < array.length; i++) {
      wide[i] = array[i];
    }
    return wide;
  }
}
