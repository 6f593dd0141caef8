package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.data.Batch;
import org.tornadonn.data.Batches;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;

class GradientWorkerTest {

  private static final ClusterDataset DATA = new ClusterDataset(11, 16, 3, 2);
  private static final StepOptions TWO = StepOptions.plain().accumulate(3);

  private static Model model() {
    var layers =
        sequential(
            conv2d(1, 3, 3).padding(1),
            batchNorm2d(3),
            relu(),
            dropout(0.4f),
            flatten(),
            lazyLinear(3));
    return new Model(layers, Shape.of(1, 4, 4), 8);
  }

  private static Trainer trainer(Model model) {
    return new Trainer(
        model,
        Loss.crossEntropy(),
        Optimizer.sgd(0.05f),
        4,
        Device.jvm(),
        TrainingState.first(model),
        TWO);
  }

  private static Batch part(int from, int to) {
    var indices = new int[to - from];
    for (int i = from; i < to; i++) {
      indices[i - from] = i;
    }
    return Batches.read(DATA, indices, 0, 0);
  }

  private static List<Share> shares(Trainer trainer, GradientWorker worker) {
    trainer.sync();
    worker.load(trainer.model().values(), trainer.model().stateValues());
    var shares = new ArrayList<Share>();
    for (int m : new int[] {2, 0, 1}) {
      var share =
          worker.gradients(
              part(4 * m, Math.min(11, 4 * m + 4)), trainer.seed(), trainer.steps() + 1, m);
      shares.add(share);
    }
    return List.of(shares.get(1), shares.get(2), shares.get(0));
  }

  @ParameterizedTest
  @MethodSource("org.tornadonn.train.DevicesUnderTest#all")
  void stepsFromSharesAreStepsOfOneMachine(Device device) {
    var alone = model();
    var together = model();
    var all = part(0, 11);
    try (var one = trainer(alone);
        var driver = trainer(together);
        var worker = new GradientWorker(model(), Loss.crossEntropy(), 4, device)) {
      for (int step = 0; step < 3; step++) {
        float expected = one.step(all.x(), all.y(), 11);
        assertEquals(expected, driver.step(Share.mean(shares(driver, worker))), 1e-4f);
      }
      one.sync();
      driver.sync();
    }
    float tolerance = device.isJvm() ? 0 : 1e-4f;
    assertArrayEquals(alone.values(), together.values(), tolerance);
    assertEquals(3, together.stateValues()[together.stateValues().length - 1], "steps");
  }

  @Test
  void tooManySamplesAreRefused() {
    var model = model();
    try (var driver = trainer(model)) {
      var share = new Share(13, 13, 13, 1, new float[model.values().length], model.stateValues());
      var refusal = assertThrows(IllegalArgumentException.class, () -> driver.step(share));
      assertTrue(String.valueOf(refusal.getMessage()).contains("of 13"), refusal.getMessage());
    }
  }
}
