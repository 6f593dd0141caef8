package org.tornadonn.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.data.CsvDataset;
import org.tornadonn.data.Dataset;
import org.tornadonn.data.Standardization;
import org.tornadonn.data.StandardizedDataset;
import org.tornadonn.data.Subset;
import org.tornadonn.device.Device;
import org.tornadonn.device.DeviceException;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Loss;

/** What is sent to executors arrives as it was. */
class TravellingTest {

  private static <T> T sent(T value, Class<T> type) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return type.cast(in.readObject());
    }
  }

  private static float[] samples(Dataset data) {
    var x = new float[data.size() * data.inputLength()];
    var y = new float[data.size() * data.targetLength()];
    IntStream.range(0, data.size())
        .forEach(i -> data.read(i, 3, x, i * data.inputLength(), y, i * data.targetLength()));
    var all = new float[x.length + y.length];
    System.arraycopy(x, 0, all, 0, x.length);
    System.arraycopy(y, 0, all, x.length, y.length);
    return all;
  }

  @Test
  void aDataSetInsideOthers(@TempDir Path folder) throws Exception {
    var file = folder.resolve("rows.csv");
    Files.writeString(file, "a,b,kind\n1,2,x\n3,5,y\n4,9,x\n6,1,y\n");
    var rows = new Subset(CsvDataset.open(file, "kind", List.of()), new int[] {3, 0, 2});
    var data = new StandardizedDataset(rows, Standardization.of(rows, 2, 0));
    var source = sent(data.source(), org.tornadonn.data.DatasetSource.class);
    assertArrayEquals(samples(data), samples(source.open()));
  }

  @Test
  void aModelWithWhatIsFrozen() throws Exception {
    var model = new Model(Lesson.normalised(), Shape.of(1, 6, 6), 9);
    model.freeze("conv.0");
    var opened = sent(TravellingModel.of(model), TravellingModel.class).open().model();
    assertArrayEquals(model.values(), opened.values());
    assertArrayEquals(model.stateValues(), opened.stateValues());
    for (var parameter : opened.parameters()) {
      assertEquals(!parameter.name().startsWith("conv.0"), opened.isTrainable(parameter));
    }
    assertEquals(model.frozen(), opened.frozen(), "layers too, whose statistics stay");
  }

  @Test
  void everyLoss() throws Exception {
    for (var loss :
        List.of(
            Loss.meanSquaredError(),
            Loss.l1(),
            Loss.huber(2),
            Loss.smoothL1(0.5f),
            Loss.binaryCrossEntropyWithLogits(),
            Loss.crossEntropy(0.2f),
            Loss.crossEntropy(0.2f).ignoreIndex(-100))) {
      assertEquals(loss, sent(TravellingLoss.of(loss), TravellingLoss.class).loss());
    }
  }

  @Test
  void aMachineMayNameItsDevice() {
    assertEquals("opencl:0", ExecutorDevice.name("auto", Map.of("TORNADO_NN_DEVICE", "opencl:0")));
    assertEquals("jvm", ExecutorDevice.name("jvm", Map.of("TORNADO_NN_DEVICE", "opencl:0")));
    assertEquals("auto", ExecutorDevice.name("auto", Map.of()));
    assertFalse(ExecutorDevice.name("auto", Map.of("TORNADO_NN_DEVICE", "")).isEmpty());
  }

  @Test
  void aDeviceWhoseKernelsTornadoVmCannotReadIsNamedOrPassedOver() {
    var card =
        new Device("opencl:0", "0:0", "GPU", "opencl", "a card", "1", 1, () -> Device.jvm().open());
    assertEquals(card, ExecutorDevice.usable(card, "opencl:0", true));
    assertEquals("jvm", ExecutorDevice.usable(Device.jvm(), "jvm", false).name());
    assertEquals("jvm", ExecutorDevice.usable(card, "auto", false).name());
    var refusal =
        assertThrows(DeviceException.class, () -> ExecutorDevice.usable(card, "opencl:0", false));
    var said = String.valueOf(refusal.getMessage());
    assertTrue(said.contains("spark.executor.extraClassPath"), said);
  }

  @Test
  void aFailureOfADeviceLeavesItsCausesAtHome() throws Exception {
    var cause = new IllegalStateException("of a class that drivers do not have");
    var failure = new ExecutionException("Device opencl:0 cannot compile it.", cause);
    var arrived = sent(SparkFailure.travelling(failure), ExecutionException.class);
    assertEquals(failure.getMessage(), arrived.getMessage());
    assertNull(arrived.getCause());
    assertEquals(failure.getStackTrace()[0], arrived.getStackTrace()[0]);
  }
}
