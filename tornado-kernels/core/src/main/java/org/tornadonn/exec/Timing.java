package org.tornadonn.exec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;

/**
 * How long a placement takes by itself.
 *
 * @param compileMillis to prepare its kernels; on TornadoVM, to compile them
 * @param runMicros to run it once, transfers left out: the shortest of several runs, each as {@link
 *     Program#nanos} has it
 */
public record Timing(Placement placement, double compileMillis, double runMicros) {

  /** A placement runs until so many runs bring nothing shorter: Java compiles as it goes. */
  private static final int IDLE_RUNS = 100;

  private static final double SHORTER = 0.98;

  /** Or until so much time is up, but a few times in any case: one run may be held up. */
  private static final long NANOS = 1_000_000_000;

  private static final int FEWEST_RUNS = 3;

  /** Times every placement of a plan on its device; the program is left as it is. */
  public static List<Timing> of(Executor device, Program program, Plan plan) {
    var given = new HashMap<Buffer, float[]>();
    for (var buffer : plan.buffers()) {
      if (buffer.role() != Role.ACTIVATION) {
        given.put(buffer, program.array(buffer).clone());
      }
    }
    var memory = new HostMemory(List.of(plan), given);
    var timings = new ArrayList<Timing>();
    var placements = program.placements(plan);
    var lifetimes = Lifetimes.of(placements);
    for (int i = 0; i < placements.size(); i++) {
      int one = i;
      var placement = placements.get(i);
      var excerpt = Excerpt.of(placement, buffer -> lifetimes.beyond(one, buffer), memory);
      timings.add(of(device, placement, excerpt));
    }
    return timings;
  }

  private static Timing of(Executor device, Placement placement, Excerpt excerpt) {
    long start = System.nanoTime();
    try (var program = device.load(List.of(excerpt.plan()), excerpt.arrays())) {
      long loaded = System.nanoTime();
      // The first run also sends the arrays.
      program.run(excerpt.plan());
      double micros = shortestMicros(program, excerpt.plan());
      return new Timing(placement, (loaded - start) / 1e6, micros);
    }
  }

  /** The shortest of several runs of a plan, as {@link Program#nanos} has it, in microseconds. */
  public static double shortestMicros(Program program, Plan plan) {
    long shortest = Long.MAX_VALUE;
    long end = System.nanoTime() + NANOS;
    int idle = 0;
    int runs = 0;
    do {
      long nanos = program.nanos(plan);
      runs++;
      idle = nanos < SHORTER * shortest ? 0 : idle + 1;
      shortest = Math.min(shortest, nanos);
    } while (runs < FEWEST_RUNS || (idle < IDLE_RUNS && System.nanoTime() < end));
    return shortest / 1e3;
  }
}
