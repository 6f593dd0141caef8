package org.tornadonn.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.exec.tornado.driver.Missing;

/** What a name stands for. */
class DevicesTest {

  private static final Device FPGA = device("abc:0", "0:0", "ACCELERATOR");
  private static final Device CPU = device("abc:1", "0:1", "CPU");
  private static final Device GPU = device("xyz:0", "1:0", "GPU");
  private static final Device OTHER_GPU = device("xyz:1", "1:1", "GPU");

  private static final List<Missing> MISSING =
      List.of(new Missing("uvw", Missing.Cause.DRIVER, "the driver found no device"));

  private static Device device(String name, String index, String type) {
    var backend = name.substring(0, 3);
    return new Device(name, index, type, backend, "chip", "driver", 1, JvmExecutor::new);
  }

  private static Devices machine(Device... devices) {
    var all = new ArrayList<>(List.of(Device.jvm()));
    all.addAll(List.of(devices));
    return new Devices(all, MISSING);
  }

  @Test
  void aNameIsBackendAndIndexOrTornadoVmsNumbers() {
    var machine = machine(FPGA, CPU, GPU, OTHER_GPU);
    assertEquals("jvm", machine.select("jvm").name());
    assertEquals(FPGA, machine.select("abc:0"));
    assertEquals(OTHER_GPU, machine.select("xyz:1"));
    assertEquals(OTHER_GPU, machine.select("1:1"));
  }

  @Test
  void autoTakesTheFirstGpu() {
    var choice = machine(FPGA, CPU, GPU, OTHER_GPU).choose("auto");
    assertEquals(GPU, choice.device());
    assertEquals("it is the first GPU that TornadoVM lists", choice.reason());
  }

  @Test
  void autoTakesNoCpuAndNoFpga() {
    var choice = machine(FPGA, CPU).choose("auto");
    assertEquals("jvm", choice.device().name());
    assertEquals(
        "there is no GPU; abc:0 is of type ACCELERATOR, abc:1 is of type CPU, to be asked for by name",
        choice.reason());
    assertEquals("TornadoVM offers no device", machine().choose("auto").reason());
  }

  @Test
  void aNameThatIsNotThereListsThoseThatAre() {
    assertEquals(
        "There is no device 'abc:7'. There are: jvm, abc:1 (0:1). Choose one of them, or auto.",
        refusal("abc:7"));
    assertEquals(
        "There is no device 'uvw:0': the driver found no device."
            + " There are: jvm, abc:1 (0:1). Choose one of them, or auto.",
        refusal("uvw:0"));
    for (var name : List.of("", " ", "JVM ", ":", "abc", "0", "jvm:0")) {
      assertEquals(true, refusal(name).startsWith("There is no device '" + name + "'"), name);
    }
  }

  private static String refusal(String name) {
    return String.valueOf(
        assertThrows(DeviceException.class, () -> machine(CPU).select(name)).getMessage());
  }
}
