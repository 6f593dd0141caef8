package org.tornadonn.exec.jvm;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.HostMemory;
import org.tornadonn.plan.Plan;

/** Plans bound to Java arrays. */
final class JvmProgram implements Program {

  private final Workers workers;
  private final HostMemory memory;
  private final IdentityHashMap<Plan, List<Step>> steps;
  private final IdentityHashMap<Plan, List<Placement>> placements;

  /** For each plan, the steps that remain when parameters that nobody writes are packed. */
  private final IdentityHashMap<Plan, List<Step>> again = new IdentityHashMap<>();

  /** The plans that have run since such parameters were last changed. */
  private final Set<Plan> packed = Collections.newSetFromMap(new IdentityHashMap<>());

  JvmProgram(
      Workers workers,
      HostMemory memory,
      IdentityHashMap<Plan, List<Step>> steps,
      IdentityHashMap<Plan, List<Placement>> placements,
      Set<float[]> constants) {
    this.workers = workers;
    this.memory = memory;
    this.steps = steps;
    this.placements = placements;
    steps.forEach(
        (plan, all) ->
            again.put(
                plan, all.stream().filter(step -> !constants.contains(step.packs())).toList()));
  }

  @Override
  public float[] array(Buffer buffer) {
    return memory.of(buffer);
  }

  @Override
  public void run(Plan plan) {
    workers.run(of(plan, packed.contains(plan) ? again : steps));
    packed.add(plan);
  }

  private static <T> T of(Plan plan, IdentityHashMap<Plan, T> what) {
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
  public void changed() {
    packed.clear();
  }

  @Override
  public void close() {}
}
