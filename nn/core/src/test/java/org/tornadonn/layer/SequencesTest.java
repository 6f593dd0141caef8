package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.gru;
import static org.tornadonn.layer.Layers.gruCell;
import static org.tornadonn.layer.Layers.lstm;
import static org.tornadonn.layer.Layers.lstmCell;
import static org.tornadonn.layer.Layers.multiheadAttention;
import static org.tornadonn.layer.Layers.rnn;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.transformerEncoderLayer;

import org.junit.jupiter.api.Test;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Shapes, first numbers and errors of what goes over sequences. */
class SequencesTest {

  private static Model of(Layer layer) {
    return new Model(layer, Shape.of(7, 6), 1);
  }

  private static float largest(Model model, String name) {
    var tensor = model.state().get(name);
    float largest = 0;
    for (float value : tensor == null ? new float[] {Float.NaN} : tensor.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void recurrenceGivesAllStepsOrTheLast() {
    assertEquals(Shape.of(7, 5), of(lstm(6, 5)).output());
    assertEquals(Shape.of(7, 10), of(gru(6, 5).numLayers(2).bidirectional(true)).output());
    assertEquals(Shape.of(10), of(rnn(6, 5).bidirectional(true).lastOutput()).output());
    assertEquals(4 * 5 * (6 + 5 + 2), of(lstm(6, 5)).values().length);
  }

  @Test
  void beginsAsPyTorchs() {
    var recurrent = of(lstm(6, 16));
    assertEquals(0.25, largest(recurrent, "weight_ih_l0"), 0.01);
    assertEquals(0.25, largest(recurrent, "bias_hh_l0"), 0.01);
    var attention = of(multiheadAttention(6, 2));
    assertEquals(0, largest(attention, "in_proj_bias"));
    assertEquals(0, largest(attention, "out_proj.bias"));
    assertEquals(Math.sqrt(6.0 / 24), largest(attention, "in_proj_weight"), 0.02);
    assertTrue(largest(attention, "out_proj.weight") > 0.3);
  }

  @Test
  void saysWhatDoesNotFit() {
    assertEquals(
        "Layer '0': LSTM expects sequences (n, steps, 4), but gets (1, 7, 6): set inputSize to the"
            + " features of a step.",
        refusal(sequential(lstm(4, 5))));
    assertEquals(
        "Layer '0': MultiheadAttention is made for sequences (n, steps, 4), batch first, but gets"
            + " (1, 7, 6).",
        refusal(sequential(multiheadAttention(4, 2))));
    assertEquals(
        "MultiheadAttention needs heads that share embedDim out evenly and a dropout from 0 to 1,"
            + " but gets embedDim 6, numHeads 4 and dropout 0.0.",
        assertThrows(ShapeException.class, () -> multiheadAttention(6, 4)).getMessage());
    assertEquals(
        "GRU needs an inputSize, a hiddenSize and numLayers of at least 1 and a dropout from 0 to"
            + " 1, but gets 6, 0, 1 and 0.0.",
        assertThrows(ShapeException.class, () -> gru(6, 0)).getMessage());
    assertThrows(ShapeException.class, () -> transformerEncoderLayer(6, 5));
    assertEquals(
        "LSTMCell needs an inputSize and a hiddenSize of at least 1, but gets 4 and 0.",
        assertThrows(ShapeException.class, () -> lstmCell(4, 0)).getMessage());
    assertEquals(
        "Layer '0': GRUCell expects (n, 5), the features of one step, but gets (1, 7, 6).",
        refusal(sequential((Layer) (s, x) -> gruCell(5, 2).forward(s, Values.of(x)).get(0))));
  }

  private static String refusal(Layer layer) {
    return String.valueOf(assertThrows(ShapeException.class, () -> of(layer)).getMessage());
  }
}
