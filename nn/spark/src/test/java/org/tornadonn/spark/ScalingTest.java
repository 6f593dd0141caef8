package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScalingTest {

  private static final double SLOW = 10e9;
  private static final double FAST = 100e9;

  /** 8 MB at 1 GB/s: 8 ms out, 8 ms back for each; 10 ms a job, 1 ms a task; 100 samples/s. */
  private static final Scaling MODEL = new Scaling(8e6, 100, 0.010, 0.001, 4e9);

  @Test
  void anExchangeOfFewIsAJobItsTasksABroadcastAndAllGradients() {
    assertEquals(0.010 + 0.004 + 0.008 + 4 * 0.008, MODEL.exchangeSeconds(4, 8e9), 1e-12);
  }

  @Test
  void anExchangeOfManyIsTwoStagesABroadcastOneGradientOnEachMachineAndOneSum() {
    assertEquals(0.020 + 0.128 + 0.008 + 2 * 0.008, MODEL.exchangeSeconds(64, 8e9), 1e-12);
    assertEquals(0.020 + 0.576 + 0.008 + 9 * 0.008, MODEL.exchangeSeconds(512, 8e9), 1e-12);
    assertTrue(MODEL.exchangeSeconds(512, 8e9) < MODEL.driverSeconds(512, 8e9));
    assertEquals(
        0.020 + 0.032 + 0.008 + 9 * 0.008, MODEL.slicesSeconds(2, 16, 8e9), 1e-12, "8 slices each");
  }

  @Test
  void aFastNetworkLeavesTheMachinesAsTheLimit() {
    assertEquals(0.020 + 0.128 + 8e6 / 12.5e9 + 0.004, MODEL.exchangeSeconds(64, FAST), 1e-12);
    assertTrue(MODEL.exchangeSeconds(64, SLOW) > MODEL.exchangeSeconds(64, FAST));
  }

  @Test
  void theBatchForAnEfficiencyHasIt() {
    for (int machines : new int[] {8, 64, 512}) {
      double batch = MODEL.batch(machines, SLOW, 0.95);
      assertEquals(0.95, MODEL.efficiency(machines, SLOW, batch), 1e-12);
      assertTrue(MODEL.efficiency(machines, SLOW, batch / 2) < 0.95);
      assertEquals(machines * 100 * 0.95, MODEL.throughput(machines, SLOW, batch), 1e-9 * machines);
    }
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Scaling(0, 1, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> MODEL.batch(8, SLOW, 1));
  }
}
