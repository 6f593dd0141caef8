package org.tornadonn.train;

import java.util.List;
import org.tornadonn.op.update.Accumulation;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;

/**
 * What runs after the gradients of each micro-batch.
 *
 * @param plan has no calls if a step is one batch
 */
record AccumulationPlan(Accumulation accumulation, Plan plan) {

  static AccumulationPlan of(Lowering lowering, int microBatches) {
    var accumulation = Accumulation.of(lowering.gradients().whole());
    var calls = microBatches > 1 ? List.of(accumulation.call()) : List.<KernelCall>of();
    return new AccumulationPlan(accumulation, new Plan("accumulation", calls));
  }

  Buffer control() {
    return accumulation.control().buffer();
  }

  boolean isEmpty() {
    return plan.calls().isEmpty();
  }
}
