package org.tornadonn.cli.machine;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.train.MeasuredStep;

/**
 * Devices to try, one after the other: each that fails is told in one line.
 *
 * @param tested whether each of them, but the last, must first pass the self-test
 * @param late whether a failure after the first step leads to the next one too
 * @param race what may put the JVM before them; null where they were asked for
 */
public record Candidates(List<Device> devices, boolean tested, boolean late, @Nullable Race race) {

  /** One device, and no other. */
  public static Candidates only(Device device) {
    return new Candidates(List.of(device), false, false, null);
  }

  /** Those from an index on; nothing comes before them. */
  Candidates from(int index) {
    return new Candidates(devices.subList(index, devices.size()), tested, late, null);
  }

  /** Under {@code auto}, those that are left when a step was measured; else all. */
  public Candidates fastest(Supplier<MeasuredStep> step) {
    return race == null ? this : race.run(this, step.get());
  }

  /** What the first device makes that does not fail at once. */
  public <T> T open(Function<Device, T> opener) {
    for (int i = 0; ; i++) {
      try {
        test(i);
        return opener.apply(devices.get(i));
      } catch (ExecutionException e) {
        if (isLast(i)) {
          throw e;
        }
        say(i, e);
      }
    }
  }

  public boolean isLast(int index) {
    return index == devices.size() - 1;
  }

  /**
   * Runs the self-test of a device that nobody asked for by name.
   *
   * @throws ExecutionException if it fails
   */
  public void test(int index) {
    if (tested && !isLast(index)) {
      var test = SelfTest.of(devices.get(index));
      if (test.status().equals("failed")) {
        throw new ExecutionException("self-test: " + test.result());
      }
    }
  }

  /** Says that a device failed, and which one is next. */
  public void say(int index, ExecutionException e) {
    System.err.printf(
        "%s failed, going on with %s (--fallback error stops instead): %s%n",
        devices.get(index), devices.get(index + 1), e.getMessage());
  }
}
