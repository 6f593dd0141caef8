package org.tornadonn.layer;

import org.tornadonn.op.recurrent.Cell;

/**
 * One step of a GRU: a block of {@code (n, inputSize)} and the state before it, h of {@code (n,
 * hiddenSize)}, for a loop of one's own. Without a state it begins with zeros. It gives h after it.
 *
 * <p>Parameters, uniform in ±1/√hiddenSize: {@code weight_ih}, {@code weight_hh}, {@code bias_ih}
 * and {@code bias_hh}, of which each has three times hiddenSize rows.
 *
 * @param inputSize the features of a step
 * @param hiddenSize what it remembers
 * @param bias whether the sums have biases; default true
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.GRUCell.html">PyTorch</a>
 */
public record GRUCell(int inputSize, int hiddenSize, boolean bias) implements Block {

  /** Checks the sizes. */
  public GRUCell {
    Recurrent.requireSizes("GRUCell", inputSize, hiddenSize);
  }

  /**
   * {@return this block with or without biases}
   *
   * @param other whether its sums have them
   */
  public GRUCell bias(boolean other) {
    return new GRUCell(inputSize, hiddenSize, other);
  }

  @Override
  public Values forward(Scope scope, Values in) {
    var state = Recurrent.step(scope, "GRUCell", Cell.GRU, inputSize, hiddenSize, bias, in);
    return Values.of("h", state.getFirst());
  }
}
