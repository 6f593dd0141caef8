package org.tornadonn.exec.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.exec.Capacity;
import org.tornadonn.exec.tornado.driver.OutOfMemory;
import org.tornadonn.plan.Footprint;

class DeviceMemoryTest {

  @ParameterizedTest
  @CsvSource({
    "64MB, 67108864",
    "1KB, 1024",
    "4GB, 4294967296",
    "1TB, 1099511627776",
    "1024, 1024",
    "9000000EB, 9223372036854775807",
    "much, 9223372036854775807",
    "MB, 9223372036854775807",
    "'', 9223372036854775807"
  })
  void sizesAreReadAsTornadoVmReadsThem(String size, long bytes) {
    assertEquals(bytes, Switches.bytes(size));
  }

  /** The least of the three counts, and is named. */
  @ParameterizedTest
  @CsvSource({
    "1000, 64, 500, needs 0.0 MB, 'of memory on chip:0 by -Dtornado.device.memory=64MB'",
    "64, 1000, 500, needs 0.0 MB, of memory on chip:0",
    "1000, 900, 500, needs 0.0 MB, of Java heap"
  })
  void theLeastMemoryCounts(long memory, long allowed, long heap, String need, String where) {
    var capacity =
        TornadoExecutor.capacity(
            "chip:0",
            memory,
            allowed,
            "-Dtornado.device.memory=64MB",
            new Capacity(heap, "of Java heap", 1));
    long least = Math.min(memory, Math.min(allowed, heap));
    assertEquals(Optional.empty(), capacity.refusal(new Footprint(least, 1)));
    var refusal = capacity.refusal(new Footprint(least + 1, 1)).orElseThrow();
    assertTrue(refusal.startsWith(need) && refusal.endsWith(where), refusal);
  }

  @Test
  void aFullDeviceIsKnownByWhatItSays() {
    var full = new IllegalStateException(new RuntimeException("Error: CL_OUT_OF_RESOURCES"));
    assertTrue(OutOfMemory.advice(full, "chip:0").contains("use a smaller batch"));
    assertEquals("", OutOfMemory.advice(new IllegalStateException("no"), "chip:0"));
  }
}
