package org.tornadonn.cli;

import java.util.List;
import org.tornadonn.exec.Placement;
import org.tornadonn.exec.Program;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;

/** A program that leaves everything to another; tests override what is to go wrong. */
public class ForwardedProgram implements Program {

  private final Program program;

  public ForwardedProgram(Program program) {
    this.program = program;
  }

  @Override
  public float[] array(Buffer buffer) {
    return program.array(buffer);
  }

  @Override
  public void run(Plan plan) {
    program.run(plan);
  }

  @Override
  public void fetch(Buffer buffer) {
    program.fetch(buffer);
  }

  @Override
  public void changed() {
    program.changed();
  }

  @Override
  public List<Placement> placements(Plan plan) {
    return program.placements(plan);
  }

  @Override
  public void close() {
    program.close();
  }
}
