package org.tornadonn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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

  UpdatePlan(Model model, Lowering lowering, Turn turn) {
    var options = turn.options();
    this.isTrained = parameter -> model.isTrainable(parameter) && turn.trained().test(parameter);
    options.groups().forEach(group -> groups.add(Controlled.of(group)));
    groups.add(Controlled.of(ParameterGroup.rest(turn.optimizer())));
    this.weights = lowering.parameters().whole();
    this.gradients = lowering.gradients().whole();
    int remembered =
        groups.stream().mapToInt(g -> g.group().optimizer().moments().size()).max().orElse(0);
    for (int i = 0; i < remembered; i++) {
      moments.add(new Buffer("moment " + (i + 1), weights.shape(), Role.OPTIMIZER_STATE).whole());
    }
    var calls = new ArrayList<>(options.clipping().calls(gradients, norm));
    for (var one : stretches(model, this::of)) {
      var group = one.of();
      calls.add(call(group.group().optimizer(), group.control(), one.from(), one.to()));
    }
    var ema = options.average();
    this.average = ema == null ? null : new Ema.Kept(ema, weights.shape());
    if (average != null) {
      for (var one : stretches(model, _ -> true)) {
        calls.add(average.call(weights, one.from(), one.to()));
      }
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

  /** Parameters that lie side by side and belong to the same. */
  private record Stretch<T>(T of, int from, int to) {}

  /** Those that are trained. */
  private <T> List<Stretch<T>> stretches(Model model, Function<Parameter, T> of) {
    var stretches = new ArrayList<Stretch<T>>();
    for (var parameter : model.parameters()) {
      if (isTrained.test(parameter)) {
        var next = new Stretch<>(of.apply(parameter), parameter.offset(), end(parameter));
        var last = stretches.isEmpty() ? null : stretches.getLast();
        if (last != null && last.to() == next.from() && last.of().equals(next.of())) {
          stretches.removeLast();
          next = new Stretch<>(next.of(), last.from(), next.to());
        }
        stretches.add(next);
      }
    }
    return stretches;
  }

  private static int end(Parameter parameter) {
    return parameter.offset() + parameter.shape().size();
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
