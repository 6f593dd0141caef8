package org.tornadonn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tornadonn.layer.Layers.batchNorm1d;
import static org.tornadonn.layer.Layers.groupNorm;
import static org.tornadonn.layer.Layers.instanceNorm1d;
import static org.tornadonn.layer.Layers.instanceNorm2d;
import static org.tornadonn.layer.Layers.layerNorm;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.rmsNorm;
import static org.tornadonn.layer.Layers.sequential;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/** Names, first numbers and errors of norms, and of linear layers behind them. */
class NormsTest {

  private static Model of(Layer layer, int... input) {
    return new Model(layer, Shape.of(input), 1);
  }

  private static String refusal(Layer layer, int... input) {
    return String.valueOf(assertThrows(ShapeException.class, () -> of(layer, input)).getMessage());
  }

  @Test
  void beginAsPyTorchs() {
    for (var layer : List.of(layerNorm(4), groupNorm(1, 3), instanceNorm1d(3).affine(true))) {
      var state = of(layer, 3, 4).state();
      assertEquals(List.of("weight", "bias"), List.copyOf(state.keySet()));
      assertEquals(List.of(1f, 0f), state.values().stream().map(t -> t.values()[0]).toList());
    }
    assertEquals(List.of("weight"), List.copyOf(of(rmsNorm(4), 3, 4).state().keySet()));
    assertEquals(List.of("weight"), List.copyOf(of(layerNorm(4).bias(false), 4).state().keySet()));
    assertEquals(0, of(instanceNorm2d(3), 3, 4, 5).values().length);
    assertEquals(
        List.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked"),
        List.copyOf(of(batchNorm1d(3), 3).state().keySet()));
    assertEquals(1.1920929e-7f, rmsNorm(4).eps());
  }

  @Test
  void sayWhatDoesNotFit() {
    assertEquals(
        "Layer '0': LayerNorm is made for values that end in (5), but gets (1, 3, 4): set normalizedShape to their last sizes.",
        refusal(sequential(layerNorm(5)), 3, 4));
    assertEquals(
        "Layer '0': LayerNorm over (1, 3, 4) leaves no axis of (1, 3, 4) for the samples: leave the first size out of normalizedShape.",
        refusal(sequential(layerNorm(1, 3, 4)), 3, 4));
    assertEquals(
        "GroupNorm needs groups that share the channels out evenly and an eps from 0 up, but gets numGroups 2, numChannels 3 and eps 1.0E-5.",
        assertThrows(ShapeException.class, () -> groupNorm(2, 3)).getMessage());
    assertEquals(
        "Layer '0': GroupNorm is made for 4 channels (n, 4, …), but gets (1, 3, 4).",
        refusal(sequential(groupNorm(2, 4)), 3, 4));
    assertEquals(
        "Layer '0': InstanceNorm needs more than one value for each channel (n, c, …), but gets (1, 3, 1): normalise over channels too, as layerNorm does.",
        refusal(sequential(instanceNorm1d(3)), 3, 1));
    assertEquals(
        "Layer '0': BatchNorm1d is made for 3 features (n, 3) or (n, 3, l), but gets (1, 4).",
        refusal(sequential(batchNorm1d(3)), 4));
    assertEquals(
        "Layer '0': Linear expects 4 features along the last axis, but gets (1, 4, 3): put a flatten() before it, or set inFeatures to 3.",
        refusal(sequential(linear(4, 2)), 4, 3));
  }

  @Test
  void linearLayersTakeAnyRank() {
    assertEquals(Shape.of(3, 5, 2), of(linear(4, 2), 3, 5, 4).output());
  }
}
