package org.tornadonn.cli.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tornadonn.device.Device;
import org.tornadonn.exec.tornado.driver.OtherJvm;

/** A self-test in a JVM of its own: a driver that crashes, or writes to stdout, does so there. */
final class SelfTestProcess {

  private static final String ANSWER = "tornado-nn self-test ";

  private SelfTestProcess() {}

  /** The other JVM: tests the device that is named. */
  public static void main(String[] name) {
    var test = test(name[0]);
    System.out.println("\n" + ANSWER + test.status() + " " + test.result().replace('\n', ' '));
    System.exit(0);
  }

  private static SelfTest test(String device) {
    try {
      return SelfTest.of(Device.of(device));
    } catch (RuntimeException | LinkageError e) {
      return new SelfTest(device, "failed", String.valueOf(e.getMessage()));
    }
  }

  /** Tests a device: the JVM here, any other in a JVM of its own. */
  static SelfTest of(Device device) {
    if (device.isJvm()) {
      return SelfTest.of(device);
    }
    try {
      var process = OtherJvm.start(SelfTestProcess.class, List.of(device.name()));
      var remark = "";
      try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith(ANSWER)) {
            var words = line.substring(ANSWER.length()).split(" ", 2);
            return new SelfTest(device.name(), words[0], words[1]);
          }
          remark = line.isBlank() || line.startsWith("WARNING: ") ? remark : ": " + line.strip();
        }
      }
      return new SelfTest(
          device.name(),
          "failed",
          "it crashes Java (exit code %d%s)".formatted(process.waitFor(), remark));
    } catch (IOException e) {
      return SelfTest.of(device); // No second JVM can be started here.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new SelfTest(device.name(), "failed", "the test was interrupted");
    }
  }
}
