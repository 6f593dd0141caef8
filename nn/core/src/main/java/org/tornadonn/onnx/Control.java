package org.tornadonn.onnx;

import static java.util.Map.entry;

import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;

/** Graphs within graphs: a plan has no branches, so that loops are written out. */
final class Control {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("If", Control::branch), entry("Loop", Control::loop), entry("Scan", Control::scan));

  /** What recording an operator counts for, beside numbers that are computed at once. */
  private static final long OPERATOR = 64;

  private Control() {}

  private static GraphProto graph(Invocation node, String name) {
    var graph = node.graph(name);
    node.spend(OPERATOR * (graph.getNodeCount() + 1L));
    return graph;
  }

  /** Both ways are gone where the condition is computed, and the results of one are taken. */
  private static List<Operand> branch(Invocation node) {
    if (!(node.in(0) instanceof Computed condition)) {
      var taken = node.known(0).number(0) != 0 ? "then_branch" : "else_branch";
      var results = node.run(graph(node, taken), Map.of());
      node.ignore("then_branch", "else_branch");
      return results;
    }
    try {
      return either(node, condition);
    } catch (Refusal e) {
      node.requireNoInput(condition);
      throw e;
    }
  }

  private static List<Operand> either(Invocation node, Operand condition) {
    var yes = node.run(graph(node, "then_branch"), Map.of());
    var no = node.run(graph(node, "else_branch"), Map.of());
    var results = new ArrayList<Operand>();
    for (int i = 0; i < Math.min(yes.size(), no.size()); i++) {
      if (!Arrays.equals(yes.get(i).dims(), no.get(i).dims())) {
        throw new Refusal(Reason.CONTROL, "gives other sizes by a condition that is computed");
      }
      var one = Sizes.as(node, condition, new int[0]);
      results.add(Logic.chosen(node, one, yes.get(i), no.get(i)));
    }
    return results;
  }

  private static Map<String, Operand> bound(GraphProto body, List<Operand> operands) {
    if (operands.size() != body.getInputCount()) {
      throw new Refusal(
          Reason.DAMAGED,
          "gives %d values to a graph that takes %d"
              .formatted(operands.size(), body.getInputCount()));
    }
    var bound = new LinkedHashMap<String, Operand>();
    for (int i = 0; i < operands.size(); i++) {
      bound.put(body.getInput(i).getName(), operands.get(i));
    }
    return bound;
  }

  private static Known truth(boolean truth) {
    return new Known(HostTensor.of(ElementType.BOOL, new int[0], truth ? 1L : 0L));
  }

  private static boolean goesOn(Invocation node, Operand condition) {
    if (condition instanceof Computed computed) {
      node.requireNoInput(computed);
      throw new Refusal(Reason.CONTROL, "goes on while a condition holds that is computed");
    }
    return condition instanceof Known known && known.tensor().integer(0) != 0;
  }

  private static List<Operand> loop(Invocation node) {
    long most = node.has(0) ? node.known(0).integer(0) : Long.MAX_VALUE;
    Operand condition = node.has(1) ? node.in(1) : truth(true);
    int states = Math.max(0, node.inputs() - 2);
    var state = new ArrayList<Operand>();
    for (int i = 0; i < states; i++) {
      state.add(node.in(2 + i));
    }
    List<List<Operand>> steps = new ArrayList<>();
    for (long i = 0; i < most && goesOn(node, condition); i++) {
      var body = graph(node, "body");
      var given = new ArrayList<Operand>();
      given.add(new Known(HostTensor.of(ElementType.INT64, new int[0], i)));
      given.add(condition);
      given.addAll(state);
      var results = node.run(body, bound(body, given));
      condition = results.getFirst();
      state = new ArrayList<>(results.subList(1, 1 + states));
      steps.add(results.subList(1 + states, results.size()));
    }
    node.ignore("body");
    var results = new ArrayList<>(state);
    for (int k = 0; k < node.outputs() - states; k++) {
      results.add(stacked(node, steps, k, 0));
    }
    return results;
  }

  private static List<Operand> scan(Invocation node) {
    int count = Math.toIntExact(node.integer("num_scan_inputs", 0));
    int states = node.inputs() - count;
    if (count < 1 || states < 0 || node.outputs() < states) {
      throw new Refusal(Reason.DAMAGED, "scans %d of %d inputs".formatted(count, node.inputs()));
    }
    long[] axes = node.integers("scan_input_axes", new long[count]);
    long[] back = node.integers("scan_input_directions", new long[count]);
    int given = node.outputs() - states;
    long[] outAxes = node.integers("scan_output_axes", new long[given]);
    long[] outBack = node.integers("scan_output_directions", new long[given]);
    var state = new ArrayList<Operand>();
    for (int i = 0; i < states; i++) {
      state.add(node.in(i));
    }
    int length = node.in(states).dims()[node.axis(axes[0], node.in(states).rank())];
    List<List<Operand>> steps = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      var body = graph(node, "body");
      var operands = new ArrayList<>(state);
      for (int k = 0; k < count; k++) {
        var x = node.in(states + k);
        int axis = node.axis(axes[k], x.rank());
        int at = back[k] == 0 ? t : length - 1 - t;
        var cut = Pieces.cut(node, x, axis, at, 1, 1);
        operands.add(Sizes.as(node, cut, without(x.dims(), axis)));
      }
      var results = node.run(body, bound(body, operands));
      state = new ArrayList<>(results.subList(0, states));
      steps.add(results.subList(states, results.size()));
    }
    node.ignore("body");
    var results = new ArrayList<>(state);
    for (int k = 0; k < given; k++) {
      var ordered = new ArrayList<>(steps);
      if (outBack[k] != 0) {
        Collections.reverse(ordered);
      }
      results.add(stacked(node, ordered, k, outAxes[k]));
    }
    return results;
  }

  private static int[] without(int[] dims, int axis) {
    int[] rest = new int[dims.length - 1];
    System.arraycopy(dims, 0, rest, 0, axis);
    System.arraycopy(dims, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  /** What each step gives, along an axis of its own. */
  private static Operand stacked(Invocation node, List<List<Operand>> steps, int k, long given) {
    if (steps.isEmpty()) {
      throw new Refusal(Reason.EMPTY, "puts the results of no steps together");
    }
    int rank = steps.getFirst().get(k).rank() + 1;
    int axis = node.axis(given, rank);
    var parts = new ArrayList<Operand>();
    for (var step : steps) {
      int[] dims = step.get(k).dims();
      int[] wide = new int[rank];
      System.arraycopy(dims, 0, wide, 0, axis);
      wide[axis] = 1;
      System.arraycopy(dims, axis, wide, axis + 1, dims.length - axis);
      parts.add(Sizes.as(node, step.get(k), wide));
    }
    return Pieces.joined(node, axis, parts);
  }
}
