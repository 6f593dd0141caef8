package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tornadonn.op.resize.Interpolation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Layers that pad, resize, reorder and look up: shapes, names, first weights and errors. */
class ShapeLayersTest {

  private static Shape of(Layer layer) {
    return new Model(layer, Shape.of(4, 6, 10), 1).output();
  }

  private static String refusal(Layer layer) {
    return Objects.requireNonNull(
        assertThrows(ShapeException.class, () -> of(Layers.named("part", layer))).getMessage());
  }

  @Test
  void pads() {
    assertEquals(Shape.of(4, 10, 14), of(Layers.zeroPad2d(2)));
    assertEquals(Shape.of(4, 8, 13), of(new ZeroPad2d(1, 2, 3, -1)));
    assertEquals(Shape.of(4, 8, 12), of(Layers.constantPad2d(1, 0.5f)));
    assertEquals(Shape.of(4, 16, 20), of(Layers.reflectionPad2d(5)));
    assertEquals(Shape.of(4, 26, 30), of(Layers.replicationPad2d(10)));
    assertEquals(Shape.of(4, 18, 22), of(Layers.circularPad2d(6)));
    assertEquals(
        "(1, 4, 6, 22) cannot be padded by 6 and 6 along axis 2 in mode REFLECT.",
        refusal(Layers.reflectionPad2d(6)));
  }

  @Test
  void resizes() {
    assertEquals(Shape.of(4, 12, 20), of(Layers.upsample(2)));
    assertEquals(Shape.of(4, 9, 15), of(Layers.upsample(1.5).mode(Interpolation.CUBIC)));
    assertEquals(
        Shape.of(4, 7, 3), of(Layers.upsample(7, 3).mode(Interpolation.LINEAR).alignCorners(true)));
    assertThrows(ShapeException.class, () -> Layers.upsample(2).alignCorners(true));
    assertThrows(ShapeException.class, () -> Layers.upsample(-1));
    assertThrows(
        ShapeException.class,
        () -> new Upsample(List.of(2), List.of(2.0), Interpolation.NEAREST, false));
  }

  @Test
  void reorders() {
    assertEquals(Shape.of(1, 12, 20), of(Layers.pixelShuffle(2)));
    assertEquals(Shape.of(16, 3, 5), of(Layers.pixelUnshuffle(2)));
    assertEquals(Shape.of(4, 6, 10), of(Layers.channelShuffle(2)));
    assertEquals(Shape.of(2, 2, 6, 10), of(Layers.unflatten(1, 2, -1)));
  }

  @Test
  void embeddingBeginsAsPyTorchs() {
    var model = new Model(Layers.embedding(50, 40).paddingIdx(3), Shape.of(7), 1);
    assertEquals(Shape.of(7, 40), model.output());
    assertEquals(List.of("weight"), List.copyOf(model.state().keySet()));
    float[] weight = model.values();
    double squares =
        IntStream.range(0, weight.length).mapToDouble(i -> weight[i] * weight[i]).sum();
    assertEquals(1, Math.sqrt(squares / (49 * 40)), 0.05);
    assertEquals(0, IntStream.range(120, 160).mapToDouble(i -> Math.abs(weight[i])).sum());
    assertThrows(ShapeException.class, () -> Layers.embedding(5, 2).paddingIdx(5));
  }
}
