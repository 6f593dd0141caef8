package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.adaptiveAvgPool1d;
import static org.tornadonn.layer.Layers.adaptiveMaxPool1d;
import static org.tornadonn.layer.Layers.adaptiveMaxPool2d;
import static org.tornadonn.layer.Layers.avgPool1d;
import static org.tornadonn.layer.Layers.avgPool2d;
import static org.tornadonn.layer.Layers.conv1d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.convTranspose1d;
import static org.tornadonn.layer.Layers.convTranspose2d;
import static org.tornadonn.layer.Layers.maxPool1d;
import static org.tornadonn.layer.Layers.maxPool2d;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Shapes, names, first weights and errors of convolutions and pools of every kind. */
class ConvolutionLayersTest {

  private static final Shape IMAGE = Shape.of(4, 9, 14);
  private static final Shape SEQUENCE = Shape.of(4, 14);

  /** Layers with the shapes that PyTorch's give. */
  static List<Arguments> layers() {
    return List.of(
        Arguments.of(conv2d(4, 8, 3).groups(4), IMAGE, Shape.of(8, 7, 12)),
        Arguments.of(conv2d(4, 8, 3).dilation(2).samePadding(), IMAGE, Shape.of(8, 9, 14)),
        Arguments.of(conv2d(4, 8, 4, 2).samePadding(), IMAGE, Shape.of(8, 9, 14)),
        Arguments.of(conv2d(4, 8, 3).padding(1, 0, 2, 3).stride(2), IMAGE, Shape.of(8, 5, 8)),
        Arguments.of(conv1d(4, 6, 3).padding(2, 0), SEQUENCE, Shape.of(6, 14)),
        Arguments.of(conv1d(4, 6, 3).dilation(3).samePadding(), SEQUENCE, Shape.of(6, 14)),
        Arguments.of(
            convTranspose2d(4, 6, 3).stride(2).padding(1).outputPadding(1),
            IMAGE,
            Shape.of(6, 18, 28)),
        Arguments.of(
            convTranspose2d(4, 6, 3, 2).stride(2, 3).dilation(2, 1).groups(2),
            IMAGE,
            Shape.of(6, 21, 41)),
        Arguments.of(convTranspose1d(4, 6, 4).stride(2).padding(1), SEQUENCE, Shape.of(6, 28)),
        Arguments.of(
            convTranspose1d(4, 6, 3).stride(3).outputPadding(2), SEQUENCE, Shape.of(6, 44)),
        Arguments.of(maxPool2d(3, 2).ceilMode(true), IMAGE, Shape.of(4, 4, 7)),
        Arguments.of(maxPool2d(2).dilation(3).stride(1), IMAGE, Shape.of(4, 6, 11)),
        Arguments.of(avgPool2d(2).ceilMode(true), IMAGE, Shape.of(4, 5, 7)),
        Arguments.of(avgPool2d(2).padding(0, 0, 1, 0), IMAGE, Shape.of(4, 5, 7)),
        Arguments.of(maxPool1d(3), SEQUENCE, Shape.of(4, 4)),
        Arguments.of(maxPool1d(3).padding(1).ceilMode(true), SEQUENCE, Shape.of(4, 5)),
        Arguments.of(maxPool1d(3, 2).ceilMode(true), SEQUENCE, Shape.of(4, 7)),
        Arguments.of(avgPool1d(4, 2), SEQUENCE, Shape.of(4, 6)),
        Arguments.of(adaptiveAvgPool1d(5), SEQUENCE, Shape.of(4, 5)),
        Arguments.of(adaptiveMaxPool1d(5), SEQUENCE, Shape.of(4, 5)),
        Arguments.of(adaptiveMaxPool2d(3), IMAGE, Shape.of(4, 3, 3)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void givesPyTorchsShape(Layer layer, Shape input, Shape output) {
    assertEquals(output, new Model(layer, input, 1).output());
  }

  /** PyTorch's fan-in: the elements of weight[0], whatever they stand for. */
  @Test
  void beginsAsPyTorchs() {
    begins(conv2d(8, 16, 3).groups(4), IMAGE.toArray(), Shape.of(16, 2, 3, 3), 18);
    begins(conv1d(8, 16, 3), new int[] {8, 14}, Shape.of(16, 8, 3), 24);
    begins(convTranspose2d(8, 6, 3).groups(2), IMAGE.toArray(), Shape.of(8, 3, 3, 3), 27);
    begins(convTranspose1d(8, 6, 5), new int[] {8, 14}, Shape.of(8, 6, 5), 30);
  }

  private static void begins(Layer layer, int[] input, Shape weight, int fanIn) {
    input[0] = 8;
    var state = new Model(layer, Shape.of(input), 1).state();
    assertEquals(List.of("weight", "bias"), List.copyOf(state.keySet()));
    var tensor = state.get("weight");
    assertTrue(tensor != null && tensor.shape().equals(weight), "weight " + tensor);
    double largest = 0;
    for (float value : Objects.requireNonNull(tensor).values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    double bound = 1 / Math.sqrt(fanIn);
    assertTrue(largest <= bound && largest > 0.95 * bound, largest + " of " + bound);
  }

  @Test
  void saysWhatDoesNotFit() {
    assertEquals(
        "Conv2d needs groups that divide inChannels 4 and outChannels 6, but gets groups 4.",
        assertThrows(ShapeException.class, () -> conv2d(4, 6, 3).groups(4)).getMessage());
    assertEquals(
        "Conv2d expects 8 input channels, but gets 4 in (1, 4, 9, 14): set inChannels to 4.",
        refusal(conv2d(8, 8, 3).groups(2), IMAGE));
    assertEquals(
        "Conv1d expects sequences (n, channels, length), but gets (1, 4, 9, 14).",
        refusal(conv1d(4, 8, 3), IMAGE));
    assertEquals(
        "ConvTranspose2d's output padding 2 must be 0 or more and less than stride 2 or dilation 1: it chooses among the sizes that a convolution would make the same.",
        refusal(convTranspose2d(4, 8, 3).stride(2).outputPadding(2), IMAGE));
    assertEquals(
        "ConvTranspose1d expects 3 input channels, but gets 4 in (1, 4, 14): set inChannels to 4.",
        refusal(convTranspose1d(3, 8, 3), SEQUENCE));
    assertEquals(
        "a padding of 40 in all takes all of the 16 columns of the result: use less padding or a larger kernel.",
        refusal(convTranspose1d(4, 8, 3).padding(20), SEQUENCE));
    assertEquals(
        "MaxPool1d's padding 0×2 must be at most half its kernel 1×3.",
        refusal(maxPool1d(3).padding(2), SEQUENCE));
    assertEquals(
        "MaxPool1d's window 0 has none of the 1 columns in it, which lie in a gap of its dilation 3: use a smaller dilation or less padding.",
        refusal(maxPool1d(2).padding(2).dilation(3), Shape.of(4, 1)));
    assertEquals(
        "Padding 'same' needs stride 1, but the stride is 2×2: pad by numbers, or set the stride to 1.",
        assertThrows(ShapeException.class, () -> conv2d(4, 6, 3).stride(2).samePadding())
            .getMessage());
  }

  private static String refusal(Layer layer, Shape input) {
    return Objects.requireNonNull(
        assertThrows(ShapeException.class, () -> new Model(layer, input, 1)).getMessage());
  }
}
