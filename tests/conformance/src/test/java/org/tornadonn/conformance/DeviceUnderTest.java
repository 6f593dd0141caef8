package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tornadonn.exec.Executor;

/**
 * A device that the suite runs on.
 *
 * @param slow whether preparing a plan takes long, so that only chosen cases run there
 * @param description the hardware
 * @param opener gives the one executor
 */
record DeviceUnderTest(String name, boolean slow, String description, Supplier<Executor> opener) {

  DeviceUnderTest {
    opener = once(opener);
  }

  private static Supplier<Executor> once(Supplier<Executor> opener) {
    return new Supplier<>() {
      private final List<Executor> opened = new ArrayList<>(1);

      @Override
      public synchronized Executor get() {
        if (opened.isEmpty()) {
          opened.add(opener.get());
        }
        return opened.getFirst();
      }
    };
  }

  /**
   * The one executor on this device. It is opened with the first call and lives as long as the JVM:
   * all tests share it, none closes it.
   */
  Executor executor() {
    return opener.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
