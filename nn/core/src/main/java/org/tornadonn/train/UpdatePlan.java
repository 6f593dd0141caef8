package org.tornadonn.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tornadonn.layer.Model;
import org.tornadonn.op.update.ClipGradNorm;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/**
 * The optimizer's plan: what clips gradients, and one call for each stretch of parameters that are
 * trained.
 */
final class UpdatePlan {

  private final Optimizer optimizer;
  private final Slice weights;
  private final Slice gradients;
  private final List<Slice> moments = new ArrayList<>();
  private final Slice control;
  private final Slice norm = ClipGradNorm.norm().whole();
  private final Plan plan;

  UpdatePlan(Model model, Lowering lowering, Optimizer optimizer, Clipping clipping) {
    this.optimizer = optimizer;
    this.weights = lowering.parameters().whole();
    this.gradients = lowering.gradients().whole();
    for (int i = 0; i < optimizer.moments(); i++) {
      moments.add(new Buffer("moment " + (i + 1), weights.shape(), Role.OPTIMIZER_STATE).whole());
    }
    this.control =
        new Buffer("optimizer control", Shape.of(optimizer.control(1, 0).length), Role.CONTROL)
            .whole();
    var calls = new ArrayList<>(clipping.calls(gradients, norm));
    int from = 0;
    int to = 0;
    for (var parameter : model.parameters()) {
      if (model.isTrainable(parameter)) {
        from = to == 0 ? parameter.offset() : from;
        to = parameter.offset() + parameter.shape().size();
      } else if (to > 0) {
        calls.add(call(from, to));
        to = 0;
      }
    }
    if (to > 0) {
      calls.add(call(from, to));
    }
    this.plan = new Plan("update", calls);
  }

  private KernelCall call(int from, int to) {
    var name = optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    var updated = new ArrayList<>(moments);
    updated.add(weights);
    return new KernelCall(
        "",
        name,
        "update",
        List.of(gradients, control),
        List.of(),
        updated,
        false,
        10L * (to - from),
        memory ->
            optimizer.kernel(
                memory.of(weights),
                memory.of(gradients),
                moments.stream().map(memory::of).toArray(float[][]::new),
                memory.of(control),
                from,
                to - from));
  }

  Plan plan() {
    return plan;
  }

  /** What the optimizer remembers; nothing if nothing is trained. */
  List<Buffer> moments() {
    return plan.calls().isEmpty() ? List.of() : moments.stream().map(Slice::buffer).toList();
  }

  /** The gradients' norm before clipping, if the plan clips by it. */
  Optional<Buffer> norm() {
    return Optional.of(norm.buffer()).filter(plan.buffers()::contains);
  }

  Buffer control() {
    return control.buffer();
  }
}
