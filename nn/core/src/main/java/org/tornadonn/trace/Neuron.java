package org.tornadonn.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.StateException;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.plan.Node;
import org.tornadonn.train.Activation;

/**
 * How one unit of a linear layer, a perceptron, comes to its number: {@code output = Σ x · weight +
 * bias}, in float64 from the float32 numbers of the run.
 *
 * @param terms one for each input, or those that weigh most: see {@link #brief}
 * @param others the inputs that are not among the terms
 * @param othersSum the sum of their products
 * @param sum the sum of all products
 * @param bias null if the layer has none
 * @param output the sum and the bias
 * @param layerOutput what the device computed for this unit, in float32
 * @param afterRelu what the ReLU behind the layer makes of it; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Neuron(
    String layer,
    int unit,
    List<Term> terms,
    int others,
    double othersSum,
    double sum,
    @Nullable Double bias,
    double output,
    float layerOutput,
    @Nullable Float afterRelu) {

  /**
   * One input of the unit.
   *
   * @param input its index, from 0
   */
  public record Term(int input, float x, float weight, double product) {}

  /**
   * Checks a name before anything runs.
   *
   * @throws StateException if the model has no such layer or unit, or the layer is not linear; the
   *     message lists the right ones
   */
  public static void check(Model model, UnitName name) {
    var nodes = model.record(1).graph().nodes();
    var linear = nodes.stream().filter(node -> node.operation() instanceof Linear).toList();
    var found = linear.stream().filter(node -> node.path().equals(name.layer())).findFirst();
    if (found.isEmpty()) {
      throw new StateException(unknown(nodes, linear, name.layer()));
    }
    int units = found.get().output().shape().dim(1);
    if (name.unit() < 0 || name.unit() >= units) {
      throw new StateException(
          "Layer '%s' has the units 0 to %d, but not %d: give %s."
              .formatted(
                  name.layer(), units - 1, name.unit(), new UnitName(name.layer(), units - 1)));
    }
  }

  private static String unknown(List<Node> nodes, List<Node> linear, String layer) {
    if (linear.isEmpty()) {
      return "The model has no linear layer, so it has no unit to walk through: leave --neuron out.";
    }
    var remedy = "give one of " + linear.stream().map(Node::path).distinct().toList() + ".";
    return nodes.stream()
        .filter(node -> node.path().equals(layer))
        .findFirst()
        .map(
            node ->
                "Layer '%s' is not linear (%s), so its units have no weights of their own: %s"
                    .formatted(layer, node.operation().name(), remedy))
        .orElse("The model has no layer '%s': %s".formatted(layer, remedy));
  }

  /** The unit's sum for the first sample of a run; null if the run has no such unit. */
  static @Nullable Neuron of(List<Activation> run, UnitName name) {
    for (var activation : run) {
      if (activation.operation() instanceof Linear && activation.layer().equals(name.layer())) {
        return of(activation, name, afterRelu(run, activation, name.unit()));
      }
    }
    return null;
  }

  private static Neuron of(Activation linear, UnitName name, @Nullable Float afterRelu) {
    var x = linear.inputs().get(0).values();
    var weights = linear.inputs().get(1);
    int features = weights.shape().dim(1);
    var terms = new ArrayList<Term>();
    double sum = 0;
    for (int k = 0; k < features; k++) {
      float weight = weights.values()[name.unit() * features + k];
      var term = new Term(k, x[k], weight, (double) x[k] * weight);
      terms.add(term);
      sum += term.product();
    }
    Double bias =
        linear.inputs().size() > 2 ? (double) linear.inputs().get(2).values()[name.unit()] : null;
    return new Neuron(
        name.layer(),
        name.unit(),
        terms,
        0,
        0,
        sum,
        bias,
        bias == null ? sum : sum + bias,
        linear.output().values()[name.unit()],
        afterRelu);
  }

  private static @Nullable Float afterRelu(List<Activation> run, Activation linear, int unit) {
    int next = run.indexOf(linear) + 1;
    if (next == run.size()
        || !(run.get(next).operation() instanceof ReLU)
        || !Arrays.equals(run.get(next).inputs().getFirst().values(), linear.output().values())) {
      return null;
    }
    return run.get(next).output().values()[unit];
  }

  /** The same with at most so many terms: those with the largest products, in their order. */
  public Neuron brief(int most) {
    if (terms.size() <= most) {
      return this;
    }
    var largest =
        terms.stream()
            .sorted(Comparator.comparingDouble((Term term) -> -Math.abs(term.product())))
            .limit(most)
            .sorted(Comparator.comparingInt(Term::input))
            .toList();
    double shown = largest.stream().mapToDouble(Term::product).sum();
    return new Neuron(
        layer,
        unit,
        largest,
        others + terms.size() - most,
        othersSum + terms.stream().mapToDouble(Term::product).sum() - shown,
        sum,
        bias,
        output,
        layerOutput,
        afterRelu);
  }
}
