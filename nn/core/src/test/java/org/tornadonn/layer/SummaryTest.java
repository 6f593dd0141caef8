package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.lstm;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.transformerEncoder;
import static org.tornadonn.layer.Layers.transformerEncoderLayer;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.plan.Shape;

/** The rows of a summary add up to what it says of the whole, whatever a layer is made of. */
class SummaryTest {

  static Stream<Model> models() {
    var encoder = transformerEncoder(transformerEncoderLayer(8, 2).dimFeedforward(16), 2);
    return Stream.of(
        new Model(OrientationModel.layers(), OrientationModel.input(32), 1),
        new Model(
            sequential(conv2d(3, 4, 3), batchNorm2d(4), relu(), conv2d(4, 4, 1)),
            Shape.of(3, 8, 8),
            1),
        new Model(lstm(6, 5).numLayers(2), Shape.of(7, 6), 1),
        new Model(encoder, Shape.of(9, 8), 1));
  }

  @ParameterizedTest
  @MethodSource("models")
  void rowsAddUp(Model model) {
    var summary = Summary.of(model);
    assertTrue(summary.flops() > 0);
    assertEquals(summary.flops(), summary.layers().stream().mapToLong(Summary.Row::flops).sum());
    assertEquals(
        summary.parameters(), summary.layers().stream().mapToInt(Summary.Row::parameters).sum());
  }
}
