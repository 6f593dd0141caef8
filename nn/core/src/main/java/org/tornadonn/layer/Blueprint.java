package org.tornadonn.layer;

import java.util.function.Predicate;
import org.tornadonn.op.arithmetic.Identity;
import org.tornadonn.plan.Graph;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/** What a model is built from: the whole network and what goes in. */
record Blueprint(Block block, Signature inputs) {

  Blueprint {
    if (inputs.ports().isEmpty()) {
      throw new IllegalArgumentException("A model needs an input.");
    }
  }

  /** A recorded network, with the scope that knows its names. */
  record Draft(Model.Recorded recorded, Scope scope) {

    Graph graph() {
      return recorded.graph();
    }
  }

  /** For predictions with one sample. */
  Draft draft() {
    return draft(1, Mode.EVAL, name -> false);
  }

  /** For a batch of n samples. */
  Draft draft(int n, Mode mode, Predicate<String> frozen) {
    return draft(n, mode, frozen, name -> true, false);
  }

  /** The same, with running states that move, and inputs whose gradients are wanted, or not. */
  Draft draft(
      int n, Mode mode, Predicate<String> frozen, Predicate<String> moved, boolean gradients) {
    var graph = new Graph(name -> !frozen.test(name), moved);
    var in = Values.none();
    for (var port : inputs.ports()) {
      var shape = inputs.batch(port, n);
      var value =
          gradients ? graph.inputWithGradient(port.name(), shape) : graph.input(port.name(), shape);
      in = in.and(port.name(), value);
    }
    var scope = Scope.root(graph, mode, block, frozen);
    var out = computed(scope, made(scope, in), n);
    return new Draft(
        new Model.Recorded(graph, in, out, scope.sharedFill(), scope.sharedKey(), scope.layers()),
        scope);
  }

  /** Of a layer that has more to give beside its result, such as states, a model has the result. */
  private Values made(Scope scope, Values in) {
    return block instanceof Layer layer
            && layer.takesSeveral()
            && !(layer instanceof Network)
            && in.size() == 1
        ? Values.of(Signature.OUTPUT, layer.forward(scope, in.only()))
        : block.forward(scope, in);
  }

  /** What a network gives is a result of its own, even if it only passes on what comes. */
  private Values computed(Scope scope, Values out, int n) {
    if (out.size() == 0) {
      throw new IllegalArgumentException("A model gives at least one value.");
    }
    var all = Values.none();
    for (var entry : out.byName().entrySet()) {
      var name = entry.getKey();
      var value = entry.getValue();
      requireBatch(name, value, n);
      var result = value.isComputed() ? value : scope.apply(new Identity(), value);
      all = all.and(name, result);
    }
    return all;
  }

  private void requireBatch(String name, Value value, int n) {
    if (inputs.batched() && (value.shape().rank() == 0 || value.shape().dim(0) != n)) {
      throw new ShapeException(
          "The model gives '%s' of shape %s for %d samples, but an output has a row for each: keep the first axis as it is."
              .formatted(name, value.shape(), n));
    }
  }
}
