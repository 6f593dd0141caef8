package org.tornadonn.exec.jvm;

import java.util.List;
import java.util.Map;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Plan;

/** Plans bound to Java arrays. */
final class JvmProgram implements Program {

  private final Workers workers;
  private final HostMemory memory;
  private final Map<Plan, List<Step>> steps;
  private final Map<Plan, List<Placement>> placements;

  JvmProgram(
      Workers workers,
      HostMemory memory,
      Map<Plan, List<Step>> steps,
      Map<Plan, List<Placement>> placements) {
    this.workers = workers;
    this.memory = memory;
    this.steps = steps;
    this.placements = placements;
  }

  @Override
  public float[] array(Buffer buffer) {
    return memory.of(buffer);
  }

  @Override
  public void run(Plan plan) {
    workers.run(of(plan, steps));
  }

  private static <T> T of(Plan plan, Map<Plan, T> what) {
    var found = what.get(plan);
    if (found == null) {
      throw new IllegalArgumentException("The program does not hold the plan " + plan.name() + ".");
    }
    return found;
  }

  @Override
  public List<Placement> placements(Plan plan) {
    return of(plan, placements);
  }

  @Override
  public void fetch(Buffer buffer) {}

  @Override
  public void changed() {}

  @Override
  public void close() {}
}
