package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tornadonn.conformance.oracle.Float64Run;
import org.tornadonn.conformance.oracle.Sum;
import org.tornadonn.conformance.oracle.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * A function of values, as users call it, with its float64 definition.
 *
 * @param name also that of PyTorch's numbers, where there are some
 * @param everywhere whether devices on which preparing a plan takes long run it too
 * @param smooth whether differences of the definition are its gradient: no ties, NaN or infinities
 * @param terms how many numbers an element of the result, or of a gradient, is a sum of; 0 if it is
 *     copied
 */
record FunctionCase(
    String name,
    boolean everywhere,
    boolean smooth,
    int terms,
    List<Input> inputs,
    Function<Value[], Value> function,
    Function<Tensor[], Tensor> definition) {

  /** The seed of the weights of the result in the loss. */
  private static final int WEIGHTS = 900;

  private static final double STEP = 0x1p-14;

  /**
   * An input.
   *
   * @param differentiable whether it gets a gradient
   */
  record Input(Shape shape, float[] numbers, boolean differentiable) {

    static Input of(int seed, int... dims) {
      var shape = Shape.of(dims);
      return new Input(shape, Numbers.of(seed, shape.size()), true);
    }

    static Input of(float[] numbers, int... dims) {
      return new Input(Shape.of(dims), numbers, true);
    }

    /** Whole numbers that say which of others are meant. */
    static Input index(float[] numbers, int... dims) {
      return new Input(Shape.of(dims), numbers, false);
    }
  }

  /** A case of one input of random numbers. */
  static FunctionCase of(
      String name,
      int[] dims,
      Function<Value, Value> function,
      Function<Tensor, Tensor> definition) {
    return of(
        name, List.of(Input.of(901, dims)), x -> function.apply(x[0]), x -> definition.apply(x[0]));
  }

  /** A case that runs everywhere and copies numbers. */
  static FunctionCase of(
      String name,
      List<Input> inputs,
      Function<Value[], Value> function,
      Function<Tensor[], Tensor> definition) {
    return new FunctionCase(name, true, true, 0, inputs, function, definition);
  }

  /** The same case with sums of so many numbers. */
  FunctionCase sums(int terms) {
    return new FunctionCase(name, everywhere, smooth, terms, inputs, function, definition);
  }

  /** The same case, whose gradient is no limit of differences. */
  FunctionCase notSmooth() {
    return new FunctionCase(name, everywhere, false, terms, inputs, function, definition);
  }

  /** The same case, not for slow devices. */
  FunctionCase onTheJvm() {
    return new FunctionCase(name, false, smooth, terms, inputs, function, definition);
  }

  /** The case on inputs of a model. */
  GraphCase onInputs() {
    var g = new ValuedGraph();
    return on(g, g::input, name);
  }

  /** The case on parameters, which do not begin at index 0 of their array. */
  GraphCase onParameters() {
    var g = new ValuedGraph();
    g.parameter("before", Shape.of(3), Numbers.of(7, 3));
    return on(g, g::parameter, name + ", on parameters");
  }

  private interface Leaf {
    Value of(String name, Shape shape, float... numbers);
  }

  private GraphCase on(ValuedGraph g, Leaf leaf, String name) {
    var values = new ArrayList<Value>();
    for (var input : inputs) {
      var x = "x" + values.size();
      values.add(
          input.differentiable()
              ? leaf.of(x, input.shape(), input.numbers())
              : g.constant(x, input.shape(), input.numbers()));
    }
    var y = function.apply(values.toArray(Value[]::new));
    if (y.needsGradient()) {
      return g.weighted(name, WEIGHTS, y);
    }
    var other = g.input("other", Shape.of(1), 1);
    return g.sum(
        name, y, g.weightedSum("loss", WEIGHTS, y), g.weightedSum("another loss", 1, other));
  }

  /** The float64 inputs. */
  private Tensor[] operands() {
    return inputs.stream()
        .map(input -> new Tensor(input.shape(), Float64Run.widen(input.numbers())))
        .toArray(Tensor[]::new);
  }

  /** What is right. */
  Tensor expected() {
    return definition.apply(operands());
  }

  /** The gradient of an input, by central differences of the definition. */
  double[] gradient(int input) {
    var in = operands();
    var numbers = in[input].numbers();
    var gradient = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      double x = numbers[i];
      numbers[i] = x + STEP;
      double above = loss(in);
      numbers[i] = x - STEP;
      gradient[i] = (above - loss(in)) / (2 * STEP);
      numbers[i] = x;
    }
    return gradient;
  }

  private double loss(Tensor... in) {
    double[] y = definition.apply(in).numbers();
    double loss = 0;
    for (int i = 0; i < y.length; i++) {
      loss += Numbers.at(WEIGHTS, i) * y[i];
    }
    return loss;
  }

  /** How far a device may be off. */
  Tolerance tolerance(double... expected) {
    double largest =
        inputs.stream()
            .filter(Input::differentiable)
            .mapToDouble(input -> Sum.magnitude(Float64Run.widen(input.numbers())))
            .reduce(1, Math::max);
    return terms == 0
        ? Tolerances.DIFFERENCES
        : Tolerances.of(new Sum(terms, Math.max(largest, Sum.magnitude(expected))));
  }

  @Override
  public String toString() {
    return name;
  }
}
