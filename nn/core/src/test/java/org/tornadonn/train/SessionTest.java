package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.exec.Capacity;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.MemoryException;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;

/** What does not fit is refused before it is allocated, with the batch size that fits. */
class SessionTest {

  private static final Optimizer ADAM = Optimizer.adam(1e-3f);

  /** A JVM with little memory. */
  private record Small(Executor jvm, Capacity capacity) implements Executor {

    @Override
    public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
      return jvm.load(plans, given);
    }

    @Override
    public void close() {
      jvm.close();
    }
  }

  private static Device device(long bytes, long largest) {
    var capacity = new Capacity(bytes, "of memory on small:0", largest);
    return new Device(
        "small:0", "", "GPU", "small", "", "", bytes, () -> new Small(new JvmExecutor(), capacity));
  }

  private static Model model() {
    return new Model(OrientationModel.layers(), OrientationModel.input(64), 1);
  }

  private static Trainer trainer(int batchSize, Device device) {
    return new Trainer(model(), Loss.meanSquaredError(), ADAM, batchSize, device);
  }

  @Test
  void theLargestBatchThatFitsIsNamed() {
    var device = device(100_000_000, Long.MAX_VALUE);
    var e = assertThrows(MemoryException.class, () -> trainer(256, device));
    var said = String.valueOf(e.getMessage());
    assertTrue(
        said.startsWith("Training on small:0 with a batch size of 256 needs ")
            && said.contains(", but there are 100.0 MB of memory on small:0."),
        said);
    var named = Pattern.compile("The largest batch size that fits is (\\d+)\\.").matcher(said);
    assertTrue(named.find(), said);
    int largest = Integer.parseInt(named.group(1));
    assertDoesNotThrow(() -> trainer(largest, device).close());
    assertThrows(MemoryException.class, () -> trainer(largest + 1, device));
  }

  @Test
  void arraysThatAreTooLongAreRefused() {
    var device = device(Long.MAX_VALUE, 4L * 32 * 64 * 64 * 10);
    var e = assertThrows(MemoryException.class, () -> new Predictor(model(), 16, device));
    assertEquals(
        "Predicting on small:0 with a batch size of 16 needs an array of 8.4 MB, but there an array holds at most 5.2 MB. The largest batch size that fits is 10.",
        e.getMessage());
  }

  @Test
  void whereNothingFitsNoBatchSizeIsNamed() {
    var e = assertThrows(MemoryException.class, () -> trainer(4, device(1_000_000, 1 << 30)));
    assertTrue(String.valueOf(e.getMessage()).contains("Not even one sample fits"), e.getMessage());
  }

  @Test
  void nothingIsAllocatedForAHugeBatch() {
    var e = assertThrows(MemoryException.class, () -> trainer(16_000, Device.jvm()));
    assertTrue(String.valueOf(e.getMessage()).contains("of Java heap"), e.getMessage());
  }
}
