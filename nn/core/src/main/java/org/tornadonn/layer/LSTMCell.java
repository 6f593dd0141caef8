package org.tornadonn.layer;

import org.tornadonn.op.recurrent.Cell;

/**
 * One step of an LSTM: a block of {@code (n, inputSize)} and the state before it, h and c of {@code
 * (n, hiddenSize)} each, for a loop of one's own. Without a state it begins with zeros. It gives h
 * and c after it.
 *
 * <p>Parameters, uniform in ±1/√hiddenSize: {@code weight_ih}, {@code weight_hh}, {@code bias_ih}
 * and {@code bias_hh}, of which each has four times hiddenSize rows.
 *
 * @param inputSize the features of a step
 * @param hiddenSize what it remembers
 * @param bias whether the sums have biases; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html">PyTorch</a>
 */
public record LSTMCell(int inputSize, int hiddenSize, boolean bias) implements Block {

  /** Checks the sizes. */
  public LSTMCell {
    Recurrent.requireSizes("LSTMCell", inputSize, hiddenSize);
  }

  /**
   * {@return this block with or without biases}
   *
   * @param other whether its sums have them
   */
  public LSTMCell bias(boolean other) {
    return new LSTMCell(inputSize, hiddenSize, other);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var state = Recurrent.step(scope, "LSTMCell", Cell.LSTM, inputSize, hiddenSize, bias, in);
    return Values.of("h", state.get(0), "c", state.get(1));
  }
}
