package org.tornadonn.cli.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.Tuning;
import org.tornadonn.exec.jvm.Vectors;
import picocli.CommandLine.Option;

/** The {@code --device} option of every command that computes. */
public final class DeviceOption {

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "${env:" + Devices.VARIABLE + ":-auto}",
      description =
          "Where to compute: jvm, a device that 'devices' lists, such as opencl:0, or auto: a GPU,"
              + " if a short measured step of the model is faster there than on jvm. Default: the"
              + " environment variable "
              + Devices.VARIABLE
              + ", else auto.")
  private String name = "auto";

  @Option(
      names = "--kernels",
      paramLabel = "VERSION",
      defaultValue = "fused",
      description =
          "Up to which version of its kernels the device goes, for comparison: portable, the plain"
              + " loops that run everywhere; tuned, faster ones where the device has them; fused,"
              + " on jvm and GPUs also several calls in one pass. Default: ${DEFAULT-VALUE}.")
  private Version kernels = Version.FUSED;

  @Option(
      names = "--autotune",
      description =
          "On a GPU, measure how each large matrix product is best cut, if that was not measured"
              + " there before, and keep the answers for this and all later runs. Takes some"
              + " seconds for each. Results stay the same.")
  private boolean autotune;

  @Option(
      names = "--cuda-graphs",
      description =
          "On a CUDA device, record the kernels of a step the first time and launch them together"
              + " from then on: for small models, whose kernels take less time than their launches."
              + " Results stay the same.")
  private boolean cudaGraphs;

  /** So few predictions are done before the Vector API's kernels are compiled. */
  private static final int FEW = 8;

  private @Nullable Devices found;

  /** Looks for the devices of this machine. */
  public DeviceOption() {}

  /** Takes these devices for those of this machine. */
  DeviceOption(Devices found) {
    this.found = found;
  }

  /** The name that was given; an empty one, such as that of an empty variable, is none. */
  public String name() {
    return name.isEmpty() ? "auto" : name;
  }

  /** What this machine offers; looked up once. */
  Devices devices() {
    if (found == null) {
      found = Machine.find(new Tuning(kernels, autotune, cudaGraphs));
      warnIfNothingIsTuned(found.devices());
    }
    return found;
  }

  private void warnIfNothingIsTuned(List<Device> devices) {
    if (autotune && devices.stream().noneMatch(device -> device.type().equals("GPU"))) {
      System.err.println("--autotune measures on GPUs only, and there is none: it does nothing.");
    }
  }

  /** The plain JVM, with the kernels that were asked for. */
  public Device jvm() {
    return Device.jvm(kernels);
  }

  /** The same device for so many predictions. */
  public Device brief(Device device, int predictions) {
    boolean isBrief = device.isJvm() && kernels == Version.FUSED && predictions <= FEW;
    return isBrief ? Device.jvm(kernels, Vectors.COMPILER) : device;
  }

  /** Finds the device, and says which options do nothing on it. */
  public Device device() {
    if (name().equals("jvm")) {
      warnIfNothingIsTuned(List.of(jvm()));
    }
    var device = name().equals("jvm") ? jvm() : devices().select(name());
    if (cudaGraphs && !Devices.hasCudaGraphs(device)) {
      System.err.printf("%s has no CUDA graphs: --cuda-graphs does nothing.%n", device.name());
    }
    return device.isJvm() ? jvm() : device;
  }
}
