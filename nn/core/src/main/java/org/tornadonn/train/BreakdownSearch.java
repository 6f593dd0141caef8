package org.tornadonn.train;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.tornadonn.exec.NotFinite;
import org.tornadonn.layer.Model;

/** Looks for the first number of a training step that is NaN or infinite, in the step's order. */
record BreakdownSearch(Model model, TrainingPlans plans, Session session) {

  /** In what the caller gave: n inputs and n targets, one after the other. */
  Optional<Breakdown> samples(float[] x, float[] y, int n) {
    int inputLength = plans.inputs().length();
    int targetLength = plans.targets().length();
    return Breakdown.of(Breakdown.Kind.INPUT, x, n, inputLength)
        .or(() -> Breakdown.of(Breakdown.Kind.TARGET, y, n, targetLength));
  }

  /** In the parameters. */
  Optional<Breakdown> parameters() {
    var parameters = plans.gradients().parameters();
    session.program().fetch(parameters);
    return Breakdown.of(model, session.program().array(parameters));
  }

  /**
   * In the calls of forward and backward pass, micro-batch by micro-batch.
   *
   * @param n the samples of the step
   * @param batchSize how many run at a time
   * @param give gives the device the micro-batch that begins with that sample
   */
  Optional<Breakdown> calls(int n, int batchSize, IntConsumer give) {
    var found = Optional.<Breakdown>empty();
    for (int from = 0; from < n && found.isEmpty(); from += batchSize) {
      give.accept(from);
      found = calls();
    }
    return found;
  }

  private Optional<Breakdown> calls() {
    return NotFinite.first(session.executor(), session.program(), plans.gradients().plan())
        .map(bad -> Breakdown.of(model, plans.gradients(), bad));
  }
}
