package org.tornadonn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Parameter;
import org.tornadonn.op.update.ClipGradNorm;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.KernelCall;
import org.tornadonn.plan.Lowering;
import org.tornadonn.plan.Plan;
import org.tornadonn.plan.Role;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Slice;

/**
 * The optimizer's plan: what clips gradients, one call for each stretch of parameters that are
 * trained, and what averages them.
 */
final class UpdatePlan {

  /** A group with the numbers that change from step to step. */
  record Controlled(ParameterGroup group, Slice control) {

    private static Controlled of(ParameterGroup group) {
      int size = group.optimizer().control(1, 0).length;
      return new Controlled(
          group, new Buffer("optimizer control", Shape.of(size), Role.CONTROL).whole());
    }
  }

  private final List<Controlled> groups = new ArrayList<>();
  private final Slice weights;
  private final Slice gradients;
  private final List<Slice> moments = new ArrayList<>();
  private final Ema.@Nullable Kept average;
  private final Slice norm = ClipGradNorm.norm().whole();
  private final Plan plan;
  private final List<Controlled> used;
  private final Predicate<Parameter> isTrained;

  @SuppressWarnings("ReferenceEquality") // two groups may be equal
  UpdatePlan(
      Model model,
      Lowering lowering,
      Optimizer optimizer,
      StepOptions options,
      Predicate<Parameter> trained) {
    this.isTrained = parameter -> model.isTrainable(parameter) && trained.test(parameter);
    options.groups().forEach(group -> groups.add(Controlled.of(group)));
    groups.add(Controlled.of(ParameterGroup.rest(optimizer)));
    this.weights = lowering.parameters().whole();
    this.gradients = lowering.gradients().whole();
    int remembered =
        groups.stream().mapToInt(g -> g.group().optimizer().moments().size()).max().orElse(0);
    for (int i = 0; i < remembered; i++) {
      moments.add(new Buffer("moment " + (i + 1), weights.shape(), Role.OPTIMIZER_STATE).whole());
    }
    var calls = new ArrayList<>(options.clipping().calls(gradients, norm));
    Controlled stretch = null;
    int from = 0;
    int to = 0;
    for (var parameter : model.parameters()) {
      var group = isTrained.test(parameter) ? of(parameter) : null;
      if (group != stretch) {
        add(calls, stretch, from, to);
        from = parameter.offset();
      }
      stretch = group;
      to = parameter.offset() + parameter.shape().size();
    }
    add(calls, stretch, from, to);
    var ema = options.average();
    this.average = ema == null ? null : new Ema.Kept(ema, weights.shape());
    if (average != null) {
      calls.add(average.call(weights));
    }
    this.plan = new Plan("update", calls);
    var buffers = plan.buffers();
    this.used = groups.stream().filter(each -> buffers.contains(each.control().buffer())).toList();
  }

  private Controlled of(Parameter parameter) {
    return groups.stream()
        .filter(each -> each.group().members().test(parameter))
        .findFirst()
        .orElseThrow();
  }

  /** The update of neighbours that belong to one group, if they are trained. */
  private void add(List<KernelCall> calls, @Nullable Controlled of, int from, int to) {
    if (of != null) {
      calls.add(call(of.group().optimizer(), of.control(), from, to));
    }
  }

  private KernelCall call(Optimizer optimizer, Slice control, int from, int to) {
    var name = optimizer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    var own = moments.subList(0, optimizer.moments().size());
    var updated = new ArrayList<>(own);
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
                own.stream().map(memory::of).toArray(float[][]::new),
                memory.of(control),
                from,
                to - from));
  }

  Plan plan() {
    return plan;
  }

  /** The parameters that are trained, each with its optimizer. */
  Map<Parameter, Optimizer> trained(Model model) {
    var trained = new LinkedHashMap<Parameter, Optimizer>();
    model.parameters().stream()
        .filter(isTrained)
        .forEach(parameter -> trained.put(parameter, of(parameter).group().optimizer()));
    return trained;
  }

  /** The average of the weights, if there is one. */
  Optional<Ema.Kept> average() {
    return Optional.ofNullable(average);
  }

  /** What the optimizer remembers; nothing if nothing is trained. */
  List<Buffer> moments() {
    return plan.calls().isEmpty() ? List.of() : moments.stream().map(Slice::buffer).toList();
  }

  /** The gradients' norm before clipping, if the plan clips by it. */
  Optional<Buffer> norm() {
    return Optional.of(norm.buffer()).filter(plan.buffers()::contains);
  }

  /** The groups of which parameters are trained, with the numbers that the plan reads. */
  List<Controlled> groups() {
    return used;
  }
}
