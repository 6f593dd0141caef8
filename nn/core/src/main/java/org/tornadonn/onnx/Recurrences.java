package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Networks that go along a sequence, step by step: of each, its operations are recorded anew for
 * every step.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__LSTM.html">ONNX</a>
 */
final class Recurrences {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("RNN", node -> new Recurrences(node, 1, List.of("Tanh")).apply()),
          entry("GRU", node -> new Recurrences(node, 3, List.of("Sigmoid", "Tanh")).apply()),
          entry(
              "LSTM",
              node -> new Recurrences(node, 4, List.of("Sigmoid", "Tanh", "Tanh")).apply()));

  private final Invocation node;
  private final int gates;
  private final int hidden;
  private final int directions;
  private final boolean backwardFirst;
  private final boolean batchFirst;
  private final boolean resetAfter;
  private final List<String> activations;

  private Recurrences(Invocation node, int gates, List<String> usual) {
    this.node = node;
    this.gates = gates;
    var direction = node.text("direction", "forward");
    this.directions = direction.equals("bidirectional") ? 2 : 1;
    this.backwardFirst = direction.equals("reverse");
    this.batchFirst = node.flag("layout");
    this.resetAfter = node.flag("linear_before_reset");
    var given = node.texts("activations");
    var all = new ArrayList<String>();
    for (int d = 0; d < directions; d++) {
      all.addAll(usual);
    }
    this.activations = given.isEmpty() ? all : given;
    this.hidden = Math.toIntExact(node.integer("hidden_size", node.in(2).dims()[2]));
    node.ignore("output_sequence");
    if (node.hasAttribute("clip") || node.flag("input_forget")) {
      throw node.variant("clips its sums, or couples its gates");
    }
    if (node.hasAttribute("activation_alpha") || node.hasAttribute("activation_beta")) {
      throw node.variant("has activations with numbers of their own");
    }
  }

  private UnaryOperator<Value> activation(int d, int i) {
    var name = activations.get(d * (activations.size() / directions) + i);
    return switch (name) {
      case "Sigmoid" -> F::sigmoid;
      case "Tanh" -> F::tanh;
      case "Relu" -> F::relu;
      default -> throw node.variant("has an activation '%s'".formatted(name));
    };
  }

  /** The states at a step, and what they are made of: hidden ones, and the cells of an LSTM. */
  private record State(Value h, Value c) {

    /** This one where a sequence goes on, another where it has ended. */
    State where(Value going, State ended) {
      var kept = F.where(going, h, ended.h);
      return new State(kept, c == h ? kept : F.where(going, c, ended.c));
    }
  }

  private List<Operand> apply() {
    var x = batchFirst ? F.permute(node.value(0), 1, 0, 2) : node.value(0);
    int steps = x.shape().dim(0);
    node.joins(steps);
    int batch = x.shape().dim(1);
    var lengths = node.has(4) ? F.reshape(node.value(4), batch, 1) : null;
    var outputs = new ArrayList<Value>();
    var lastH = new ArrayList<Value>();
    var lastC = new ArrayList<Value>();
    for (int d = 0; d < directions; d++) {
      boolean backward = d == 1 || backwardFirst;
      var all = direction(x, d, backward, steps, lengths);
      var last = all.get(backward ? 0 : steps - 1);
      var h = new Value[steps];
      for (int t = 0; t < steps; t++) {
        var one = all.get(t).h;
        // Behind the end of a sequence there is 0.
        one = lengths == null ? one : F.where(F.gt(lengths, t), one, 0);
        h[t] = F.reshape(one, 1, 1, batch, hidden);
      }
      outputs.add(joined(0, h));
      lastH.add(F.reshape(last.h, 1, batch, hidden));
      lastC.add(F.reshape(last.c, 1, batch, hidden));
    }
    var y = joined(1, outputs.toArray(Value[]::new));
    var yh = joined(0, lastH.toArray(Value[]::new));
    var yc = joined(0, lastC.toArray(Value[]::new));
    var type = node.in(0).type();
    return List.of(
        new Computed(batchFirst ? F.permute(y, 2, 0, 1, 3) : y, type),
        new Computed(batchFirst ? F.permute(yh, 1, 0, 2) : yh, type),
        new Computed(batchFirst ? F.permute(yc, 1, 0, 2) : yc, type));
  }

  private static Value joined(int axis, Value... values) {
    return values.length == 1 ? values[0] : F.cat(axis, values);
  }

  /** What belongs to a direction. */
  private Value of(int input, int d) {
    var all = node.value(input);
    var shape = all.shape();
    var one = directions == 1 ? all : F.slice(all, 0, d, d + 1, 1);
    return F.reshape(one, shape.sample());
  }

  private Value part(Value x, int axis, int gate) {
    return F.slice(x, axis, gate * hidden, (gate + 1) * hidden, 1);
  }

  private Value initial(int input, int d, int batch) {
    if (!node.has(input)) {
      return node.value(0)
          .tape()
          .constant("initial state", Shape.of(batch, hidden), new float[batch * hidden]);
    }
    var all = batchFirst ? F.permute(node.value(input), 1, 0, 2) : node.value(input);
    var one = directions == 1 ? all : F.slice(all, 0, d, d + 1, 1);
    return F.reshape(one, batch, hidden);
  }

  private List<State> direction(
      Value x, int d, boolean backward, int steps, @Nullable Value lengths) {
    int batch = x.shape().dim(1);
    var w = of(1, d);
    var r = of(2, d);
    var rows = F.reshape(x, steps * batch, x.shape().dim(2));
    var sums = F.linear(rows, w);
    Value recurrentBias = null;
    if (node.has(3)) {
      var b = of(3, d);
      sums = F.add(sums, F.slice(b, 0, 0, gates * hidden, 1));
      recurrentBias = F.slice(b, 0, gates * hidden, 2 * gates * hidden, 1);
    }
    var all = new State[steps];
    var h = initial(5, d, batch);
    var state = new State(h, gates == 4 ? initial(6, d, batch) : h);
    for (int i = 0; i < steps; i++) {
      int t = backward ? steps - 1 - i : i;
      var input = F.slice(sums, 0, t * batch, (t + 1) * batch, 1);
      var next = step(input, state, r, recurrentBias, d);
      state = lengths == null ? next : next.where(F.gt(lengths, t), state);
      all[t] = state;
    }
    return List.of(all);
  }

  private State step(Value input, State before, Value r, @Nullable Value bias, int d) {
    if (gates == 3) {
      return gru(input, before, r, bias, d);
    }
    var sum = F.add(input, F.linear(before.h, r));
    sum = bias == null ? sum : F.add(sum, bias);
    if (gates == 1) {
      var h = activation(d, 0).apply(sum);
      return new State(h, h);
    }
    var f = activation(d, 0);
    var in = part(sum, 1, 0);
    var out = part(sum, 1, 1);
    var forget = part(sum, 1, 2);
    var cell = part(sum, 1, 3);
    var peephole = node.has(7) ? of(7, d) : null;
    if (peephole != null) {
      in = F.add(in, F.mul(part(peephole, 0, 0), before.c));
      forget = F.add(forget, F.mul(part(peephole, 0, 2), before.c));
    }
    var c =
        F.add(F.mul(f.apply(forget), before.c), F.mul(f.apply(in), activation(d, 1).apply(cell)));
    if (peephole != null) {
      out = F.add(out, F.mul(part(peephole, 0, 1), c));
    }
    return new State(F.mul(f.apply(out), activation(d, 2).apply(c)), c);
  }

  private State gru(Value input, State before, Value r, @Nullable Value bias, int d) {
    var h = before.h;
    var f = activation(d, 0);
    var gateRows = F.slice(r, 0, 0, 2 * hidden, 1);
    var lastRows = F.slice(r, 0, 2 * hidden, 3 * hidden, 1);
    var pair = F.add(F.slice(input, 1, 0, 2 * hidden, 1), F.linear(h, gateRows));
    pair = bias == null ? pair : F.add(pair, F.slice(bias, 0, 0, 2 * hidden, 1));
    var z = f.apply(part(pair, 1, 0));
    var reset = f.apply(part(pair, 1, 1));
    Value recurrent;
    if (resetAfter) {
      var product = F.linear(h, lastRows);
      recurrent = F.mul(reset, bias == null ? product : F.add(product, part(bias, 0, 2)));
    } else {
      var product = F.linear(F.mul(reset, h), lastRows);
      recurrent = bias == null ? product : F.add(product, part(bias, 0, 2));
    }
    var candidate = activation(d, 1).apply(F.add(part(input, 1, 2), recurrent));
    var next = F.add(candidate, F.mul(z, F.sub(h, candidate)));
    return new State(next, next);
  }
}
