package org.tornadonn.layer;

import java.util.List;
import org.tornadonn.op.recurrent.Cell;
import org.tornadonn.op.recurrent.Recurrence;
import org.tornadonn.plan.Value;

/**
 * A simple recurrent network over sequences {@code (n, steps, inputSize)}, batch first. It gives
 * {@code (n, steps, directions · hiddenSize)}, what it remembers after each step, or {@code (n,
 * directions · hiddenSize)}, what it remembers in the end. The first state is zeros.
 *
 * <p>As a block it takes the first state too and gives {@code output} and {@code h_n}, the state in
 * the end of each layer and direction: both are {@code (n, numLayers · directions, hiddenSize)},
 * batch first, unlike PyTorch's.
 *
 * <p>Parameters of layer k, uniform in ±1/√hiddenSize: {@code weight_ih_lk}, {@code weight_hh_lk},
 * {@code bias_ih_lk} and {@code bias_hh_lk}, of which each has hiddenSize rows; those of the way
 * back end in {@code _reverse}.
 *
 * @param inputSize the features of a step
 * @param hiddenSize what it remembers
 * @param numLayers how many are on top of each other; default 1
 * @param nonlinearity what its sums go through; default TANH
 * @param bias whether the sums have biases; default true
 * @param dropout the probability that an output of a layer but the last becomes 0 in training;
 *     default 0
 * @param bidirectional whether each layer goes backwards too; default false
 * @param last whether it gives what it remembers in the end, of each direction, instead of all
 *     steps; default false
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.RNN.html">PyTorch</a>
 * @see Cell#RNN_TANH
 */
public record RNN(
    int inputSize,
    int hiddenSize,
    int numLayers,
    Nonlinearity nonlinearity,
    boolean bias,
    float dropout,
    boolean bidirectional,
    boolean last)
    implements Layer {

  /** What the sums of a step go through. */
  public enum Nonlinearity {
    /** The hyperbolic tangent. */
    TANH(Cell.RNN_TANH),
    /** {@code max(0, x)}. */
    RELU(Cell.RNN_RELU);

    final Cell cell;

    Nonlinearity(Cell cell) {
      this.cell = cell;
    }
  }

  /** Checks the numbers. */
  public RNN {
    new Recurrent(
        "RNN", nonlinearity.cell, inputSize, hiddenSize, numLayers, bias, dropout, bidirectional);
  }

  private Recurrent recurrent() {
    return new Recurrent(
        "RNN", nonlinearity.cell, inputSize, hiddenSize, numLayers, bias, dropout, bidirectional);
  }

  /**
   * {@return this layer with more layers on top of each other}
   *
   * @param other how many, at least 1
   */
  public RNN numLayers(int other) {
    return new RNN(inputSize, hiddenSize, other, nonlinearity, bias, dropout, bidirectional, last);
  }

  /**
   * {@return this layer with another nonlinearity}
   *
   * @param other what its sums go through
   */
  public RNN nonlinearity(Nonlinearity other) {
    return new RNN(inputSize, hiddenSize, numLayers, other, bias, dropout, bidirectional, last);
  }

  /**
   * {@return this layer with or without biases}
   *
   * @param other whether it has {@code bias_ih} and {@code bias_hh}
   */
  public RNN bias(boolean other) {
    return new RNN(
        inputSize, hiddenSize, numLayers, nonlinearity, other, dropout, bidirectional, last);
  }

  /**
   * {@return this layer with dropout between its layers}
   *
   * @param other the probability of 0, from 0 to 1
   */
  public RNN dropout(float other) {
    return new RNN(
        inputSize, hiddenSize, numLayers, nonlinearity, bias, other, bidirectional, last);
  }

  /**
   * {@return this layer in one direction or both}
   *
   * @param other whether each layer goes backwards too
   */
  public RNN bidirectional(boolean other) {
    return new RNN(inputSize, hiddenSize, numLayers, nonlinearity, bias, dropout, other, last);
  }

  /** {@return this layer, which gives what it remembers in the end alone} */
  public RNN lastOutput() {
    return new RNN(
        inputSize, hiddenSize, numLayers, nonlinearity, bias, dropout, bidirectional, true);
  }

  @Override
  public boolean takesSeveral() {
    return true;
  }

  @Override
  public Values forward(Scope scope, Values in) {
    return recurrent().forward(scope, in, last);
  }

  @Override
  public Value forward(Scope scope, Value x) {
    return recurrent().forward(scope, x, last);
  }

  /**
   * {@return all outputs, and the state after the last step of each layer and direction}
   *
   * @param scope where the layer stands in its model
   * @param x {@code (n, steps, inputSize)}
   */
  public Recurrence sequence(Scope scope, Value x) {
    return recurrent().sequence(scope, x, List.of());
  }
}
