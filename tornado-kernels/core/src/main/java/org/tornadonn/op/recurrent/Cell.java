package org.tornadonn.op.recurrent;

import java.util.List;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.op.elementwise.Add;
import org.tornadonn.op.elementwise.Binary;
import org.tornadonn.op.elementwise.Mul;
import org.tornadonn.op.elementwise.Sub;
import org.tornadonn.op.elementwise.Unary;
import org.tornadonn.op.linear.Linear;
import org.tornadonn.op.shape.StridedSlice;
import org.tornadonn.plan.Value;

/**
 * What a recurrent network does in one step. Its state is {@code h (n, hidden)}, and for an LSTM
 * {@code c (n, hidden)} behind it.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/nn.html#recurrent-layers">PyTorch</a>
 */
public enum Cell {
  /** {@code h' = tanh(x + h)}, x and h by their weights. */
  RNN_TANH(1, 1) {
    @Override
    List<Value> next(Value x, Value h, List<Value> state) {
      return List.of(Unary.of(new Tanh(), add(x, h)));
    }
  },

  /** {@code h' = max(0, x + h)}, x and h by their weights. */
  RNN_RELU(1, 1) {
    @Override
    List<Value> next(Value x, Value h, List<Value> state) {
      return List.of(Unary.of(new ReLU(), add(x, h)));
    }
  },

  /**
   * {@code c' = σ(f) · c + σ(i) · tanh(g)}, {@code h' = σ(o) · tanh(c')}, with i, f, g and o the
   * quarters of x + h by their weights.
   *
   * @see <a href="https://doi.org/10.1162/neco.1997.9.8.1735">Hochreiter and Schmidhuber, Long
   *     short-term memory</a>
   */
  LSTM(4, 2) {
    @Override
    List<Value> next(Value x, Value h, List<Value> state) {
      var gates = add(x, h);
      var kept = mul(sigmoid(gate(gates, 1)), state.get(1));
      var c = add(kept, mul(sigmoid(gate(gates, 0)), tanh(gate(gates, 2))));
      return List.of(mul(sigmoid(gate(gates, 3)), tanh(c)), c);
    }
  },

  /**
   * {@code r = σ(x₀ + h₀)}, {@code z = σ(x₁ + h₁)}, {@code n = tanh(x₂ + r · h₂)}, {@code h' = n +
   * z · (h − n)}, with the thirds of x and h by their weights.
   *
   * @see <a href="https://arxiv.org/abs/1406.1078">Cho and others, Learning phrase
   *     representations</a>
   */
  GRU(3, 1) {
    @Override
    List<Value> next(Value x, Value h, List<Value> state) {
      var r = sigmoid(add(gate(x, 0), gate(h, 0)));
      var z = sigmoid(add(gate(x, 1), gate(h, 1)));
      var n = tanh(add(gate(x, 2), mul(r, gate(h, 2))));
      return List.of(add(n, mul(z, Binary.of(new Sub(), state.getFirst(), n))));
    }
  };

  private final int gates;
  private final int states;

  Cell(int gates, int states) {
    this.gates = gates;
    this.states = states;
  }

  /** How many times as many rows as the hidden size the weights have. */
  public int gates() {
    return gates;
  }

  /** The values of a state: 2 for an LSTM, else 1. */
  public int states() {
    return states;
  }

  /**
   * Records a step.
   *
   * @param x of this step {@code (n, gates · hidden)}, by its weights
   * @param h of the step before, by its weights
   * @param state of the step before
   */
  abstract List<Value> next(Value x, Value h, List<Value> state);

  /**
   * Records one step.
   *
   * @param x of this step {@code (n, input)}
   * @param state of the step before
   * @return the state after it
   */
  public List<Value> step(Value x, List<Value> state, CellWeights weights) {
    return projected(Linear.of(x, weights.input(), weights.inputBias()), state, weights);
  }

  /** Records one step of what is projected already. */
  List<Value> projected(Value x, List<Value> state, CellWeights weights) {
    var h = Linear.of(state.getFirst(), weights.hidden(), weights.hiddenBias());
    return next(x, h, state);
  }

  Value gate(Value all, int index) {
    int hidden = all.shape().dim(-1) / gates;
    return StridedSlice.of(all, all.shape().rank() - 1, index * hidden, 1, hidden);
  }

  private static Value add(Value a, Value b) {
    return Binary.of(new Add(), a, b);
  }

  private static Value mul(Value a, Value b) {
    return Binary.of(new Mul(), a, b);
  }

  private static Value sigmoid(Value x) {
    return Unary.of(new Sigmoid(), x);
  }

  private static Value tanh(Value x) {
    return Unary.of(new Tanh(), x);
  }
}
