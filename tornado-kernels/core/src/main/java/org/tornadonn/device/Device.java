package org.tornadonn.device;

import java.util.function.Supplier;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.jvm.Vectors;

/**
 * A device that can run plans.
 *
 * @param name what users call it: {@code jvm}, or backend and index, {@code opencl:0}
 * @param index TornadoVM's own name for it, {@code 0:1}; empty for the JVM
 * @param type {@code CPU}, {@code GPU}, {@code ACCELERATOR}, …
 * @param backend {@code jvm}, or TornadoVM's backend
 * @param description the hardware
 * @param driver what drives it, with its version
 * @param memoryBytes memory that it can use
 * @param opener makes an executor for it
 */
public record Device(
    String name,
    String index,
    String type,
    String backend,
    String description,
    String driver,
    long memoryBytes,
    Supplier<Executor> opener) {

  /** The plain JVM, on all cores. */
  public static Device jvm() {
    return jvm(Version.FUSED);
  }

  /** The plain JVM, on all cores, with kernels up to a version: for comparison. */
  public static Device jvm(Version most) {
    return jvm(most, Vectors.here());
  }

  /**
   * The plain JVM, on all cores, with kernels up to a version.
   *
   * @param vectors how they use vectors, if this JVM can: those of {@link Vectors#COMPILER} are a
   *     fifth as fast as those of the Vector API once all is compiled, but compiled so much sooner
   *     that a handful of predictions is done before
   */
  public static Device jvm(Version most, Vectors vectors) {
    return Devices.jvm(most, vectors);
  }

  /** The device that {@link Devices#choose} takes for {@code auto}. */
  public static Device auto() {
    return Devices.find().select("auto");
  }

  /**
   * The device of that name: {@code jvm}, {@code opencl:0}, TornadoVM's {@code 0:0}, or {@code
   * auto}. For {@code jvm}, TornadoVM is not started.
   *
   * @throws DeviceException if there is none; the message lists those that there are
   */
  public static Device of(String name) {
    return name.equals("jvm") ? jvm() : Devices.find().select(name);
  }

  /** The device of that name, as {@link #of(String)}, with kernels up to a version. */
  public static Device of(String name, Version most) {
    return name.equals("jvm") ? jvm(most) : Devices.find(most).select(name);
  }

  /** Whether it is the plain JVM, and none of TornadoVM's. */
  public boolean isJvm() {
    return backend.equals("jvm");
  }

  /** An executor on this device; close it to free the device. */
  public Executor open() {
    return opener.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
