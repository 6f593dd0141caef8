package org.tornadonn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Parameter;
import org.tornadonn.layer.StateException;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;

/**
 * What optimizers remember of each parameter that they train, by name, as PyTorch's {@code
 * optimizer.state} has it: {@code conv.weight.exp_avg}, and {@code conv.weight.step}.
 *
 * @param steps the steps so far; empty if no tensor tells
 * @param moments laid out like {@link Model#values}
 */
record OptimizerState(OptionalLong steps, List<float[]> moments) {

  private static final String STEP = "step";

  /** The largest number up to which floats have all whole numbers. */
  private static final float EXACT = 1 << 24;

  /** Numbers by name. */
  static Map<String, Tensor> named(
      Model model, UpdatePlan update, long steps, List<float[]> moments) {
    var named = new LinkedHashMap<String, Tensor>();
    update
        .trained(model)
        .forEach(
            (parameter, optimizer) -> {
              named.put(name(parameter, STEP), new Tensor(Shape.of(), new float[] {(float) steps}));
              for (int i = 0; i < optimizer.moments().size(); i++) {
                int from = parameter.offset();
                float[] values =
                    Arrays.copyOfRange(moments.get(i), from, from + parameter.shape().size());
                named.put(
                    name(parameter, optimizer.moments().get(i)),
                    new Tensor(parameter.shape(), values));
              }
            });
    return named;
  }

  private static String name(Parameter parameter, String moment) {
    return parameter.name() + "." + moment;
  }

  /**
   * What {@link #named} gave.
   *
   * @throws StateException if a tensor is missing, has another shape, or is one too many
   */
  static OptimizerState read(Model model, UpdatePlan update, Map<String, Tensor> state) {
    var moments = new ArrayList<float[]>();
    for (int i = 0; i < update.moments().size(); i++) {
      moments.add(new float[model.values().length]);
    }
    var missing = new ArrayList<String>();
    var unexpected = new LinkedHashSet<>(state.keySet());
    var steps = OptionalLong.empty();
    for (var each : update.trained(model).entrySet()) {
      var parameter = each.getKey();
      var optimizer = each.getValue();
      for (int i = 0; i < optimizer.moments().size(); i++) {
        var name = name(parameter, optimizer.moments().get(i));
        var tensor = state.get(name);
        unexpected.remove(name);
        if (tensor == null) {
          missing.add(name);
        } else {
          requireShape(name, tensor, parameter.shape());
          int size = parameter.shape().size();
          System.arraycopy(tensor.values(), 0, moments.get(i), parameter.offset(), size);
        }
      }
      var name = name(parameter, STEP);
      var step = state.get(name);
      unexpected.remove(name);
      if (step != null) {
        steps = agreed(steps, name, step);
      } else if (counts(optimizer)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw new StateException(
          "The optimizer's state does not fit:%s%s. Load what a trainer of the same model, optimizer, groups and frozen layers gave."
              .formatted(
                  missing.isEmpty() ? "" : " missing " + missing,
                  unexpected.isEmpty() ? "" : " unexpected " + unexpected));
    }
    return new OptimizerState(steps, moments);
  }

  /** Whether an optimizer does something else in another step. */
  private static boolean counts(Optimizer optimizer) {
    return !Arrays.equals(optimizer.control(1, 1), optimizer.control(2, 1));
  }

  private static OptionalLong agreed(OptionalLong steps, String name, Tensor tensor) {
    float step = tensor.values().length == 1 ? tensor.values()[0] : Float.NaN;
    if (!(step >= 0 && step <= EXACT) || step != (int) step) {
      throw new StateException(
          "Tensor '%s' of the optimizer's state should be one whole number from 0 to 2^24, the steps so far, but is %s."
              .formatted(name, tensor));
    }
    if (steps.isPresent() && steps.getAsLong() != (long) step) {
      throw new StateException(
          "The optimizer's state has '%s' after %d steps, and other parameters after %d: a trainer counts the steps of all parameters together."
              .formatted(name, (long) step, steps.getAsLong()));
    }
    return OptionalLong.of((long) step);
  }

  private static void requireShape(String name, Tensor tensor, Shape shape) {
    if (!tensor.shape().equals(shape)) {
      throw new StateException(
          "Tensor '%s' of the optimizer's state has shape %s, but the parameter has %s: it is of another model."
              .formatted(name, tensor.shape(), shape));
    }
  }
}
