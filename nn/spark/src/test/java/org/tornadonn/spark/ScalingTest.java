package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ScalingTest {

  private static final double SLOW = 10e9;
  private static final double FAST = 100e9;

  /** 8 MB at 1 GB/s: 8 ms out, 8 ms back for each machine; 10 ms a job; 100 samples a second. */
  private static final Scaling MODEL = new Scaling(8e6, 100, 0.010, 4e9);

  @Test
  void anExchangeIsAJobABroadcastAndAllGradients() {
    assertEquals(0.010 + 0.008 + 4 * 0.008, MODEL.exchangeSeconds(4, 8e9), 1e-12);
  }

  @Test
  void aFastNetworkLeavesTheDriverAsTheLimit() {
    assertEquals(0.010 + 8e6 / 12.5e9 + 64 * 0.002, MODEL.exchangeSeconds(64, FAST), 1e-12);
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
    assertThrows(IllegalArgumentException.class, () -> new Scaling(0, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> MODEL.batch(8, SLOW, 1));
  }
}
