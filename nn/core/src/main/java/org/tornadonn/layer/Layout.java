package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Where the numbers of a model lie in its flat arrays, and what they are called.
 *
 * @param parameters in the order of {@link Weights#values}
 * @param states in the order of {@link Weights#stateValues}
 */
record Layout(List<Parameter> parameters, List<Parameter> states) {

  Layout {
    parameters = List.copyOf(parameters);
    states = List.copyOf(states);
  }

  /** A copy of numbers by name. */
  Map<String, Tensor> named(Weights weights) {
    var named = new LinkedHashMap<String, Tensor>();
    parameters.forEach(p -> named.put(p.name(), tensor(p, weights.values())));
    states.forEach(p -> named.put(p.name(), tensor(p, weights.stateValues())));
    return named;
  }

  private static Tensor tensor(Parameter p, float[] values) {
    return new Tensor(
        p.shape(), Arrays.copyOfRange(values, p.offset(), p.offset() + p.shape().size()));
  }

  /** Those numbers, with what a state has in their place. */
  Weights with(Map<String, Tensor> state, Weights now) {
    var next = now.copy();
    set(parameters, next.values(), state);
    set(states, next.stateValues(), state);
    return next;
  }

  /**
   * How a state fits.
   *
   * @throws StateException if a shape is wrong, or a name in strict mode
   */
  LoadReport compared(Map<String, Tensor> state, boolean strict) {
    var loaded = new ArrayList<String>();
    var missing = new ArrayList<String>();
    var unexpected = new TreeSet<>(state.keySet());
    var all = new ArrayList<>(parameters);
    all.addAll(states);
    for (var p : all) {
      var tensor = state.get(p.name());
      unexpected.remove(p.name());
      if (tensor == null) {
        missing.add(p.name());
      } else if (!tensor.shape().equals(p.shape())) {
        throw new StateException(
            "Tensor '%s' has shape %s, but the model has %s there: it was trained with another architecture or image size."
                .formatted(p.name(), tensor.shape(), p.shape()));
      } else {
        loaded.add(p.name());
      }
    }
    if (strict && !(missing.isEmpty() && unexpected.isEmpty())) {
      throw new StateException(
          "The state does not fit the model:%s%s. Load it partially if that is meant."
              .formatted(
                  missing.isEmpty() ? "" : " missing " + missing,
                  unexpected.isEmpty() ? "" : " unexpected " + unexpected));
    }
    return new LoadReport(loaded, missing, List.copyOf(unexpected));
  }

  private static void set(List<Parameter> list, float[] values, Map<String, Tensor> state) {
    for (var p : list) {
      var tensor = state.get(p.name());
      if (tensor != null) {
        System.arraycopy(tensor.values(), 0, values, p.offset(), p.shape().size());
      }
    }
  }
}
