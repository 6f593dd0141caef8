package org.tornadonn.cli.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.Tuning;
import org.tornadonn.exec.tornado.driver.Missing;

/**
 * What this machine offers, with what is known outside of Java: why the launcher left an SDK out,
 * and which OpenCL drivers are announced but not there.
 */
final class Machine {

  /** System property in which the launcher says why it left the SDK out. */
  static final String PROBLEM = "tornadonn.sdk.problem";

  private Machine() {}

  /** Looks for devices as {@link Devices#find(Tuning)} does. */
  static Devices find(Tuning tuning) {
    var system = OperatingSystem.of(System.getProperty("os.name"));
    var announced =
        system == OperatingSystem.LINUX
            ? IcdFile.find(System.getenv(), new LibraryFolders(Path.of("/"), System.getenv()))
            : List.<IcdFile>of();
    return explained(Devices.find(tuning), System.getProperty(PROBLEM), announced);
  }

  /** The same devices, with these reasons for what is missing. */
  static Devices explained(Devices found, @Nullable String problem, List<IcdFile> announced) {
    var missing = new ArrayList<Missing>();
    for (var one : found.missing()) {
      missing.add(
          problem != null && one.cause() == Missing.Cause.NO_SDK
              ? new Missing(one.backend(), Missing.Cause.BROKEN_SDK, problem)
              : one);
    }
    for (var icd : announced) {
      icd.problem()
          .map(reason -> new Missing("opencl", Missing.Cause.ICD, reason))
          .ifPresent(missing::add);
    }
    return new Devices(found.devices(), List.copyOf(missing));
  }
}
