package org.tornadonn.peers;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.training.loss.L2Loss;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import org.tornadonn.benchmarks.Step;
import org.tornadonn.benchmarks.Work;

/** A training step as DJL's own EasyTrain does it, without metrics. */
record DjlTraining(
    Model model, Trainer trainer, Loss loss, float[] x, Shape shape, float[] y, Shape targetShape)
    implements Step {

  static DjlTraining of(Work work, Model model) {
    // DJL's L2 loss halves unless told otherwise.
    var loss =
        work.network().isClassifier() ? new SoftmaxCrossEntropyLoss() : new L2Loss("loss", 1);
    var adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(Work.LEARNING_RATE)).build();
    var trainer = model.newTrainer(new DefaultTrainingConfig(loss).optOptimizer(adam));
    trainer.initialize(DjlNetwork.inputShape(work));
    var y = work.targets();
    var targetShape =
        work.network().isClassifier()
            ? new Shape(work.batch())
            : new Shape(work.batch(), y.length / work.batch());
    return new DjlTraining(
        model, trainer, loss, work.inputs(), DjlNetwork.inputShape(work), y, targetShape);
  }

  @Override
  public float[] run() {
    try (var manager = trainer.getManager().newSubManager();
        var batch = DjlNetwork.batch(manager, x, shape);
        var targets = DjlNetwork.batch(manager, y, targetShape);
        var collector = trainer.newGradientCollector();
        var answer = trainer.forward(batch);
        var value = loss.evaluate(targets, answer)) {
      collector.backward(value);
      trainer.step();
      return new float[] {value.getFloat()};
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
