package org.tornadonn.cli.machine;

import java.io.IOException;
import java.util.Locale;
import org.tornadonn.cli.machine.SpeedCache.Speeds;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.file.FileFault;
import org.tornadonn.train.MeasuredStep;

/**
 * Decides for {@code auto} whether a GPU or the JVM runs a model: a step is measured on both, one
 * after the other, unless the speeds of an earlier race are known.
 */
record Race(Device jvm, SpeedCache cache) {

  /**
   * What is left to try: the JVM if it is faster than the first device that works, else that device
   * and those behind it. Says on stderr what was taken, and why.
   *
   * @throws ExecutionException if the last device fails
   */
  Candidates run(Candidates candidates, MeasuredStep step) {
    for (int i = 0; ; i++) {
      var device = candidates.devices().get(i);
      if (device.name().equals(jvm.name())) {
        return candidates.from(i);
      }
      var known = cache.find(step, device, jvm);
      if (known.isPresent()) {
        return faster(candidates.from(i), step, known.get(), "measured before");
      }
      double speed;
      try {
        candidates.test(i);
        speed = step.speed().applyAsDouble(device);
      } catch (ExecutionException e) {
        if (candidates.isLast(i)) {
          throw e;
        }
        candidates.say(i, e);
        continue;
      }
      return against(candidates.from(i), step, speed);
    }
  }

  private Candidates against(Candidates candidates, MeasuredStep step, double speed) {
    var device = candidates.devices().getFirst();
    Speeds speeds;
    try {
      speeds = new Speeds(speed, step.speed().applyAsDouble(jvm));
    } catch (ExecutionException e) {
      System.err.printf("auto takes %s: %s failed: %s%n", device, jvm, e.getMessage());
      return candidates;
    }
    return faster(candidates, step, speeds, "measured now" + kept(step, device, speeds));
  }

  /** Why the speeds could not be kept; empty if they were. */
  private String kept(MeasuredStep step, Device device, Speeds speeds) {
    try {
      cache.keep(step, device, jvm, speeds);
      return "";
    } catch (IOException e) {
      return ", and again next time: %s cannot be written: %s"
          .formatted(cache.folder(), FileFault.reason(e));
    }
  }

  private Candidates faster(
      Candidates candidates, MeasuredStep step, Speeds speeds, String measured) {
    var device = candidates.devices().getFirst();
    boolean wins = speeds.device() > speeds.jvm();
    System.err.printf(
        Locale.ROOT,
        "auto takes %s: in %s, %s does %,.1f %s/s and %s %,.1f (%s)%n",
        wins ? device : jvm,
        step.kind(),
        device,
        speeds.device(),
        step.samples(),
        jvm,
        speeds.jvm(),
        measured);
    return wins ? candidates : Candidates.only(jvm);
  }
}
