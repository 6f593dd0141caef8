package org.tornadonn.conformance;

import java.util.List;

/** Every optimizer in the settings that take another path through its kernel. */
final class OptimizerCases {

  private OptimizerCases() {}

  /** The names are those of {@code optimizers.json} too. */
  static List<OptimizerCase> all() {
    return List.of(
        SgdCase.of("sgd", 0.1, 0, false, 0),
        SgdCase.of("sgd, weight decay", 0.1, 0, false, 0.05),
        SgdCase.of("sgd, momentum", 0.1, 0.9, false, 0),
        SgdCase.of("sgd, nesterov, weight decay", 0.1, 0.9, true, 0.05),
        AdamCase.of("adam", 1e-3, 0, false),
        AdamCase.of("adam, weight decay", 0.01, 0.05, false),
        AdamCase.of("adamw", 0.01, 0.05, true));
  }
}
