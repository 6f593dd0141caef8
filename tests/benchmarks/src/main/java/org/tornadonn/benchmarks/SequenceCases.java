package org.tornadonn.benchmarks;

import static org.tornadonn.benchmarks.Operand.index;
import static org.tornadonn.benchmarks.Operand.normal;
import static org.tornadonn.benchmarks.Operand.weight;

import java.util.List;
import org.tornadonn.op.F;
import org.tornadonn.op.recurrent.Cell;
import org.tornadonn.op.recurrent.CellWeights;
import org.tornadonn.op.recurrent.Recurrence;
import org.tornadonn.plan.Value;

/** Single steps of recurrent networks, and losses of sequences. */
final class SequenceCases {

  private SequenceCases() {}

  static List<FunctionCase> all() {
    var x = normal(64, 128);
    return List.of(
        FunctionCase.of(
            "lstm_cell",
            v -> F.lstmCell(v.get(0), v.get(1), v.get(2), weights(v, 3)).getFirst(),
            "torch.lstm_cell(a, (b, c), d, e, f, g)[0]",
            x,
            x,
            x,
            weight(512, 128),
            weight(512, 128),
            weight(512),
            weight(512)),
        FunctionCase.of(
            "gru_cell",
            v -> F.gruCell(v.get(0), v.get(1), weights(v, 2)),
            "torch.gru_cell(a, b, c, d, e, f)",
            x,
            x,
            weight(384, 128),
            weight(384, 128),
            weight(384),
            weight(384)),
        FunctionCase.of(
            "rnn_tanh_cell",
            v -> F.rnnTanhCell(v.get(0), v.get(1), weights(v, 2)),
            "torch.rnn_tanh_cell(a, b, c, d, e, f)",
            x,
            x,
            weight(128, 128),
            weight(128, 128),
            weight(128),
            weight(128)),
        FunctionCase.of(
            "rnn_relu_cell",
            v -> F.rnnReluCell(v.get(0), v.get(1), weights(v, 2)),
            "torch.rnn_relu_cell(a, b, c, d, e, f)",
            x,
            x,
            weight(128, 128),
            weight(128, 128),
            weight(128),
            weight(128)),
        FunctionCase.of(
            "ctc_loss",
            v ->
                F.ctcLoss(
                    F.logSoftmax(v.get(0), -1),
                    F.add(v.get(1), 1),
                    F.add(v.get(2), 100),
                    F.add(v.get(3), 20)),
            "F.ctc_loss(a.log_softmax(-1), b + 1, c + 100, d + 20)",
            normal(100, 16, 40),
            index(39, 16, 20),
            index(1, 16),
            index(1, 16)));
  }

  /** A layer of a cell, from operands: the input and its weights. */
  static Recurrence layer(Cell cell, List<Value> v) {
    var x = v.getFirst();
    var weights = List.of(weights(v, 1));
    return switch (cell) {
      case LSTM -> F.lstm(x, weights, false);
      case GRU -> F.gru(x, weights, false);
      case RNN_TANH -> F.rnnTanh(x, weights, false, List.of());
      case RNN_RELU -> F.rnnRelu(x, weights, false, List.of());
    };
  }

  private static CellWeights weights(List<Value> v, int first) {
    return new CellWeights(v.get(first), v.get(first + 1), v.get(first + 2), v.get(first + 3));
  }
}
