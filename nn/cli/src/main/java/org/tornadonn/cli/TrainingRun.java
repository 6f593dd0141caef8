package org.tornadonn.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.store.ModelFile;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Trainer;

/** Trains an orientation model into a run folder, and tells on stderr how it goes. */
record TrainingRun(
    RunFolder folder,
    Model model,
    Dataset training,
    @Nullable Dataset validation,
    Optimizer optimizer,
    int batchSize,
    Fit fit,
    Device device,
    boolean verify) {

  /** Trains; the model file is written after every epoch. */
  void run() {
    System.err.printf(
        Locale.ROOT,
        "Training on %s: %,d pictures, %s, %,d parameters%n",
        device,
        training.size(),
        validation == null ? "no validation" : "%,d for validation".formatted(validation.size()),
        model.values().length);
    var line = new Live(fit.epochs());
    try (var trainer = new Trainer(model, Loss.meanSquaredError(), optimizer, batchSize, device)) {
      System.err.printf("Placed on %s: %s%n", device, PlacementReport.line(trainer.placements()));
      if (verify) {
        try (var batches = Batches.shuffled(training, batchSize, fit.seed(), 0, fit.workers())) {
          var first = batches.next();
          VerifyOption.show(trainer.verify(first.x(), first.y(), first.count()), device);
        }
      }
      fit.run(
          trainer,
          training,
          validation,
          line::step,
          report -> {
            line.close();
            var metrics = Metrics.of(report, device.name());
            folder.addMetrics(metrics);
            trainer.sync();
            ModelFile.save(folder.model(), model, "orientation");
            System.err.println(metrics.text(fit.epochs()));
          });
    } finally {
      line.close();
    }
  }
}
