package org.tornadonn.layer;

import org.tornadonn.op.activation.GELU.Approximate;
import org.tornadonn.plan.Value;

/** What {@link TransformerEncoderLayer} and {@link TransformerDecoderLayer} have in common. */
record Sublayers(
    int dModel, int dimFeedforward, float dropout, TransformerEncoderLayer.Activation activation) {

  /** Two linear layers with an activation between them. */
  Value feedforward(Scope scope, String last, Value x) {
    var between = scope.call("linear1", new Linear(dModel, dimFeedforward, true), x);
    Layer function =
        activation == TransformerEncoderLayer.Activation.RELU
            ? new ReLU()
            : new GELU(Approximate.NONE);
    var y = dropped(scope, "dropout", scope.call("activation", function, between));
    return dropped(scope, last, scope.call("linear2", new Linear(dimFeedforward, dModel, true), y));
  }

  Value dropped(Scope scope, String name, Value x) {
    return dropout == 0 ? x : scope.call(name, new Dropout(dropout), x);
  }
}
