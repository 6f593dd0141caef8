package org.tornadonn.exec.tornado.tiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadonn.exec.Fusible.Run;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.plan.Kernel;

/** What a GPU runs as one, which depends on sizes only. */
class GroupedChoiceTest {

  private static final Window HALVING = Window.square(2, 2, 0);
  private static final Run TWO = new Run(2, true);

  private final GroupedChoice choice = choice(true);

  private static GroupedChoice choice(boolean fuses) {
    return new GroupedChoice(1 << 20, 8, _ -> Tiling.SMALLEST, fuses);
  }

  @Test
  void aConvolutionTakesPoolAndReLUAlong() {
    var k = convolution(8, 16, 33);
    var pool = pool(k, HALVING);
    var relu = relu(pool.y());
    assertEquals(new Run(3, true), choice.from(List.of(k, pool, relu), _ -> true));
    assertEquals(TWO, choice.from(List.of(k, pool), _ -> true));
    assertEquals(TWO, choice.from(List.of(k, pool, relu), call -> call == 0));
    assertEquals(TWO, choice.from(List.of(k, pool, relu(k.y())), _ -> true));
    assertEquals(TWO, choice.from(List.of(k, relu(k.y())), _ -> true));
    var fused = assertInstanceOf(TiledProduct.class, choice.of(List.of(k, pool, relu)));
    assertEquals(16 * 16 * 4 * 8, fused.columns());
    assertEquals(1, fused.pieces());
    assertTrue(fused.description().startsWith("pooled forward"), fused.description());
  }

  @Test
  void whatOthersReadIsWritten() {
    var k = convolution(8, 16, 33);
    assertEquals(Run.ALONE, choice.from(List.of(k, pool(k, HALVING)), _ -> false));
    assertEquals(Run.ALONE, choice.from(List.of(k, relu(k.y())), _ -> false));
  }

  @Test
  void otherPoolsAndOtherOperandsAreNotTakenAlong() {
    var k = convolution(8, 16, 33);
    assertEquals(Run.ALONE, choice.from(List.of(k, pool(k, Window.square(3, 2, 1))), _ -> true));
    assertEquals(Run.ALONE, choice.from(List.of(k, relu(new float[0])), _ -> true));
    assertEquals(Run.ALONE, choice.from(List.of(k), _ -> true));
  }

  @Test
  void smallProductsStayPortable() {
    var k = convolution(1, 2, 9);
    assertEquals(Run.ALONE, choice.from(List.of(k, pool(k, HALVING)), _ -> true));
    assertEquals(Run.ALONE, choice.from(List.of(k, relu(k.y())), _ -> true));
  }

  /** What follows waits for the second task, which adds up what several groups share. */
  @Test
  void sumsThatAreCutTakePoolAndReLUAlong() {
    var k = convolution(1, 256, 9);
    assertTrue(TiledProduct.of(k).pieces(8) > 1);
    var pool = pool(k, HALVING);
    for (Kernel next : List.of(relu(k.y()), pool)) {
      List<Kernel> group = List.of(k, next);
      assertEquals(TWO, choice.from(group, _ -> true));
      var fused = assertInstanceOf(TiledProduct.class, choice.of(group));
      assertEquals(2, fused.tasks());
      assertEquals(TiledProduct.of(k).pieces(8), fused.pieces());
      assertEquals(81, fused.columns());
      assertEquals(fused.pieces() * 256 * 81, choice.scratch(group));
      var whole = fused.with(Tiling.SMALLEST, 1);
      assertEquals(0, whole.scratch());
      assertEquals(next == pool ? 4 * 4 * Tiling.VECTOR : 81, whole.columns());
    }
  }

  @Test
  void aLinearLayerTakesAReLUAlong() {
    float[] w = {};
    var k = new LinearForward(new float[0], w, 0, w, -1, new float[0], 64, 512, 512);
    assertEquals(TWO, choice.from(List.of(k, relu(k.y())), _ -> true));
  }

  @Test
  void gradientsOfReLUAndPoolAreOne() {
    var s = new ImageSizes(1, 1, 5, 5, 1, 2, 2);
    float[] none = {};
    float[] between = new float[4];
    var relu = new ReLUInputGradient(none, none, between, 0, 0, 4);
    var adds = new ReLUInputGradient(none, none, between, 0, 1, 4);
    var pool = new MaxPool2dInputGradient(between, none, none, 0, s, HALVING);
    var addsToo = new MaxPool2dInputGradient(between, none, none, 1, s, HALVING);
    assertEquals(TWO, choice.from(List.of(relu, pool), _ -> true));
    assertInstanceOf(ReLUPoolGradient.class, choice.of(List.of(relu, pool)));
    assertEquals(Run.ALONE, choice.from(List.of(adds, pool), _ -> true));
    assertEquals(Run.ALONE, choice.from(List.of(relu, addsToo), _ -> true));
  }

  @Test
  void nothingRunsAsOneUnlessAllowed() {
    var k = convolution(8, 16, 33);
    List<Kernel> kernels = List.of(k, pool(k, HALVING));
    assertEquals(Run.ALONE, choice(false).from(kernels, _ -> true));
  }

  /** The four numbers of strides and paddings have 8 bits each. */
  @Test
  void whatDoesNotFitIsNotTiled() {
    for (var window : List.of(new Window(1, 1, 1, 256, 0, 0), new Window(300, 1, 1, 1, 299, 0))) {
      var s = new ImageSizes(9, 64, 99, 999, 64, window.outputHeight(99), window.outputWidth(999));
      float[] w = {};
      var k = new Conv2dForward(new float[0], w, 0, w, -1, new float[0], s, window);
      assertEquals(k, choice.of(k));
    }
    int slide = ConvolutionMatrix.slide(255 << 16 | 254, 253 << 16 | 252);
    assertEquals(255 << 16 | 254, ConvolutionMatrix.stride(slide));
    assertEquals(253 << 16 | 252, ConvolutionMatrix.padding(slide));
  }

  private static Conv2dForward convolution(int n, int channels, int side) {
    var s = new ImageSizes(n, channels, side, side, channels, side, side);
    float[] w = {};
    return new Conv2dForward(
        new float[0], w, 0, w, Conv2dForward.NO_BIAS, new float[0], s, Window.square(3, 1, 1));
  }

  private static MaxPool2dForward pool(Conv2dForward k, Window window) {
    int side = k.sizes().ho();
    int half = window.outputHeight(side);
    int channels = k.sizes().co();
    var s = new ImageSizes(k.sizes().n(), channels, side, side, channels, half, half);
    return new MaxPool2dForward(k.y(), new float[0], k.y(), 0, s, window);
  }

  private static ReLUForward relu(float[] x) {
    return new ReLUForward(x, 0, new float[0], 0);
  }
}
