package org.tornadonn.fuzz;

import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Summary;
import org.tornadonn.train.Predictor;

/** What models that were read make of zeros, if that is little work. */
final class Predictions {

  private static final long MOST_OPERATIONS = 1_000_000;
  private static final long MOST_BYTES = 1 << 20;

  private Predictions() {}

  static void of(Model model) {
    var summary = Summary.of(model);
    if (summary.flops() > MOST_OPERATIONS || summary.inferenceBytes() > MOST_BYTES) {
      return;
    }
    try (var predictor = new Predictor(model, 2, Device.jvm())) {
      float[] y = predictor.predict(new float[2 * model.input().size()], 2);
      if (y.length != 2 * model.output().size()) {
        throw new IllegalStateException(
            "Predicted %d numbers of shape %s".formatted(y.length, model.output()));
      }
    }
  }
}
