package org.tornadonn.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Trainer;

class AgreementTest {

  private static final Work TRAIN = Work.parse("classifier/0/1000/train");
  private static final Work INFER = Work.parse("classifier/0/1000/infer");

  @Test
  void roundingAgrees() {
    float[] y = {1, -2, 1e-6f};
    float[] rounded = {1 + 1e-6f, -2, 2e-6f};
    assertTrue(Agreement.difference(INFER, y, rounded).isEmpty());
  }

  @Test
  void otherOutputsDiffer() {
    float[] y = {1, -2, 1e-6f};
    assertEquals(
        "outputs differ by 2.0, the largest is 2.0",
        Agreement.difference(INFER, y, new float[] {1, 0, 0}).orElse(""));
    assertTrue(Agreement.difference(INFER, y, new float[] {1, Float.NaN, 0}).isPresent());
    assertTrue(Agreement.difference(INFER, y, new float[] {1, -2}).isPresent());
  }

  @Test
  void anotherOptimizerDiffers() {
    var adam = losses(Optimizer.adam(Work.LEARNING_RATE));
    assertTrue(Agreement.difference(TRAIN, adam, adam).isEmpty());
    for (var other : new Optimizer[] {Optimizer.adam(2e-3f), Optimizer.sgd(1e-3f)}) {
      assertTrue(Agreement.difference(TRAIN, adam, losses(other)).isPresent(), other.toString());
    }
  }

  @Test
  void anotherLossDiffers() {
    float[] ours = {2.3f, 2.2f};
    assertTrue(Agreement.difference(TRAIN, ours, new float[] {1.15f, 1.05f}).isPresent());
    assertTrue(Agreement.difference(TRAIN, ours, new float[] {Float.NaN, 2.2f}).isPresent());
  }

  private static float[] losses(Optimizer optimizer) {
    var x = TRAIN.inputs();
    var y = TRAIN.targets();
    var loss = TRAIN.network().loss();
    try (var trainer = new Trainer(TRAIN.model(), loss, optimizer, TRAIN.batch(), Device.jvm())) {
      return new float[] {trainer.step(x, y, TRAIN.batch()), trainer.step(x, y, TRAIN.batch())};
    }
  }
}
