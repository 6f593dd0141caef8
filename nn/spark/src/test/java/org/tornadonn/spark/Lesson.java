package org.tornadonn.spark;

import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.lazyLinear;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.util.ArrayList;
import java.util.List;
import org.tornadonn.data.ClusterDataset;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Clipping;
import org.tornadonn.train.Fit;
import org.tornadonn.train.FitProgress;
import org.tornadonn.train.FitState;
import org.tornadonn.train.FitWatch;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Stepping;
import org.tornadonn.train.Trainer;

/** A small training whose last batch is a part: 50 samples of 3 classes. */
record Lesson(Layer layers, Optimizer optimizer, int batchSize, int microBatches, Loss loss) {

  Lesson(Layer layers, Optimizer optimizer, int batchSize, int microBatches) {
    this(layers, optimizer, batchSize, microBatches, Loss.crossEntropy(0.1f));
  }

  static final Dataset DATA = new ClusterDataset(50, 36, 3, 5);

  /** What a training came to. */
  record Outcome(List<Float> losses, float[] values, float[] states) {}

  static Layer plain() {
    return sequential(
        named("conv", conv2d(1, 4, 3).padding(1), relu()),
        named("flatten", flatten()),
        named("fc", lazyLinear(8), relu(), linear(8, 3)));
  }

  static Layer masked() {
    return sequential(
        named("conv", conv2d(1, 4, 3), relu(), dropout(0.3f)),
        named("flatten", flatten()),
        named("fc", lazyLinear(8), dropout(0.5f), linear(8, 3)));
  }

  static Layer normalised() {
    return sequential(
        named("conv", conv2d(1, 4, 3), batchNorm2d(4), relu()),
        named("flatten", flatten()),
        named("fc", lazyLinear(3)));
  }

  Outcome train(Stepping stepping, int epochs) {
    return train(stepping, epochs, progress -> {});
  }

  Outcome train(Stepping stepping, int epochs, java.util.function.Consumer<FitProgress> watcher) {
    var model = new Model(layers, Shape.of(1, 6, 6), 7);
    var losses = new ArrayList<Float>();
    var watch =
        new FitWatch() {
          @Override
          public boolean step(FitProgress progress, FitState state) {
            losses.add(progress.loss());
            watcher.accept(progress);
            return true;
          }
        };
    var options = StepOptions.plain().clip(Clipping.norm(5)).accumulate(microBatches);
    try (var trainer = new Trainer(model, loss, optimizer, batchSize, Device.jvm(), options)) {
      new Fit(epochs, 3).run(trainer, DATA, null, FitState.FIRST, watch, stepping);
      trainer.sync();
      return new Outcome(losses, model.values().clone(), model.stateValues().clone());
    }
  }
}
