package org.tornadonn.layer;

/**
 * One step of a simple recurrent network: a block of {@code (n, inputSize)} and the state before
 * it, h of {@code (n, hiddenSize)}, for a loop of one's own. Without a state it begins with zeros.
 * It gives h after it.
 *
 * <p>Parameters, uniform in ±1/√hiddenSize: {@code weight_ih}, {@code weight_hh}, {@code bias_ih}
 * and {@code bias_hh}, of which each has hiddenSize rows.
 *
 * @param inputSize the features of a step
 * @param hiddenSize what it remembers
 * @param nonlinearity what its sums go through; default TANH
 * @param bias whether the sums have biases; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.RNNCell.html">PyTorch</a>
 */
public record RNNCell(int inputSize, int hiddenSize, RNN.Nonlinearity nonlinearity, boolean bias)
    implements Block {

  /** Checks the sizes. */
  public RNNCell {
    Recurrent.requireSizes("RNNCell", inputSize, hiddenSize);
  }

  /**
   * {@return this block with or without biases}
   *
   * @param other whether its sums have them
   */
  public RNNCell bias(boolean other) {
    return new RNNCell(inputSize, hiddenSize, nonlinearity, other);
  }

  /**
   * {@return this block with another nonlinearity}
   *
   * @param other what its sums go through
   */
  public RNNCell nonlinearity(RNN.Nonlinearity other) {
    return new RNNCell(inputSize, hiddenSize, other, bias);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var state =
        Recurrent.step(scope, "RNNCell", nonlinearity.cell, inputSize, hiddenSize, bias, in);
    return Values.of("h", state.getFirst());
  }
}
