package org.tornadonn.conformance;

import java.util.List;
import org.tornadonn.conformance.oracle.AdadeltaDefinition;
import org.tornadonn.conformance.oracle.AdagradDefinition;
import org.tornadonn.conformance.oracle.AdamDefinition;
import org.tornadonn.conformance.oracle.AdamaxDefinition;
import org.tornadonn.conformance.oracle.LionDefinition;
import org.tornadonn.conformance.oracle.NAdamDefinition;
import org.tornadonn.conformance.oracle.OptimizerDefinition;
import org.tornadonn.conformance.oracle.RmsPropDefinition;
import org.tornadonn.conformance.oracle.SgdDefinition;
import org.tornadonn.train.Adadelta;
import org.tornadonn.train.Adagrad;
import org.tornadonn.train.Adam;
import org.tornadonn.train.AdamW;
import org.tornadonn.train.Adamax;
import org.tornadonn.train.Lion;
import org.tornadonn.train.NAdam;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.RMSprop;
import org.tornadonn.train.SGD;

/** Every optimizer, in the settings that take another path through its kernel. */
final class OptimizerCases {

  private OptimizerCases() {}

  /** The names are those of {@code optimizers.json} too. */
  static List<OptimizerCase> all() {
    return List.of(
        of("sgd", Optimizer.sgd(0.1f), new SgdDefinition(0.1, 0, false, 0)),
        of(
            "sgd, weight decay",
            new SGD(0.1f, 0, false, 0.05f),
            new SgdDefinition(0.1, 0, false, 0.05)),
        of("sgd, momentum", new SGD(0.1f, 0.9f, false, 0), new SgdDefinition(0.1, 0.9, false, 0)),
        of(
            "sgd, nesterov, weight decay",
            new SGD(0.1f, 0.9f, true, 0.05f),
            new SgdDefinition(0.1, 0.9, true, 0.05)),
        of("adam", Optimizer.adam(1e-3f), new AdamDefinition(1e-3, 0.9, 0.999, 1e-8, 0, false)),
        of(
            "adam, weight decay",
            new Adam(0.01f, 0.9, 0.999, 1e-8f, 0.05f),
            new AdamDefinition(0.01, 0.9, 0.999, 1e-8, 0.05, false)),
        of(
            "adamw",
            new AdamW(0.01f, 0.9, 0.999, 1e-8f, 0.05f),
            new AdamDefinition(0.01, 0.9, 0.999, 1e-8, 0.05, true)),
        of(
            "nadam",
            Optimizer.nadam(2e-3f),
            new NAdamDefinition(2e-3, 0.9, 0.999, 1e-8, 0, 4e-3, false)),
        of(
            "nadam, weight decay",
            new NAdam(0.01f, 0.8, 0.99, 1e-6f, 0.05f, 0.5, false),
            new NAdamDefinition(0.01, 0.8, 0.99, 1e-6, 0.05, 0.5, false)),
        of(
            "nadam, decoupled weight decay",
            new NAdam(0.01f, 0.9, 0.999, 1e-8f, 0.05f, 4e-3, true),
            new NAdamDefinition(0.01, 0.9, 0.999, 1e-8, 0.05, 4e-3, true)),
        of("adamax", Optimizer.adamax(2e-3f), new AdamaxDefinition(2e-3, 0.9, 0.999, 1e-8, 0)),
        of(
            "adamax, weight decay",
            new Adamax(0.01f, 0.9, 0.9, 1e-3f, 0.05f),
            new AdamaxDefinition(0.01, 0.9, 0.9, 1e-3, 0.05)),
        of("lion", Optimizer.lion(1e-3f), new LionDefinition(1e-3, 0.9, 0.99, 0)),
        of(
            "lion, weight decay",
            new Lion(0.01f, 0.9, 0.99, 0.5f),
            new LionDefinition(0.01, 0.9, 0.99, 0.5)),
        of(
            "rmsprop",
            Optimizer.rmsprop(1e-2f),
            new RmsPropDefinition(1e-2, 0.99, 1e-8, 0, 0, false)),
        of(
            "rmsprop, momentum, weight decay",
            new RMSprop(1e-2f, 0.9, 1e-6f, 0.05f, 0.9f, false),
            new RmsPropDefinition(1e-2, 0.9, 1e-6, 0.05, 0.9, false)),
        of(
            "rmsprop, centered",
            new RMSprop(1e-2f, 0.9, 1e-8f, 0, 0, true),
            new RmsPropDefinition(1e-2, 0.9, 1e-8, 0, 0, true)),
        of(
            "rmsprop, momentum, centered",
            new RMSprop(1e-2f, 0.9, 1e-8f, 0, 0.9f, true),
            new RmsPropDefinition(1e-2, 0.9, 1e-8, 0, 0.9, true)),
        of("adagrad", Optimizer.adagrad(1e-2f), new AdagradDefinition(1e-2, 0, 0, 0, 1e-10)),
        of(
            "adagrad, falling rate, weight decay, sums that begin with a number",
            new Adagrad(0.1f, 0.5, 0.05f, 0.25f, 1e-10f),
            new AdagradDefinition(0.1, 0.5, 0.05, 0.25, 1e-10)),
        of("adadelta", Optimizer.adadelta(1), new AdadeltaDefinition(1, 0.9, 1e-6, 0)),
        of(
            "adadelta, weight decay",
            new Adadelta(0.5f, 0.8, 1e-3f, 0.05f),
            new AdadeltaDefinition(0.5, 0.8, 1e-3, 0.05)));
  }

  private static OptimizerCase of(
      String name, Optimizer optimizer, OptimizerDefinition definition) {
    return new OptimizerCase(name, optimizer, definition);
  }
}
