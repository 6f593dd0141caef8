package org.tornadonn.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.tornadonn.exec.Executor;

/**
 * A device that the suite runs on; its executor is opened once and lives as long as the JVM.
 *
 * @param slow whether preparing a plan takes long, so that only chosen cases run there
 * @param description the hardware
 * @param executor gives the one executor
 */
record DeviceUnderTest(String name, boolean slow, String description, Supplier<Executor> executor) {

  DeviceUnderTest {
    executor = once(executor);
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

  Executor open() {
    return executor.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
