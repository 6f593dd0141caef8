package org.tornadonn.train;

import org.tornadonn.data.Batches;
import org.tornadonn.data.Dataset;

/** Steps on the trainer's own device. */
record LocalSteps(Trainer trainer, Batches batches) implements EpochSteps {

  LocalSteps(Trainer trainer, Dataset training, long seed, int epoch, int workers) {
    this(trainer, Batches.shuffled(training, trainer.stepSize(), seed, epoch, workers));
  }

  @Override
  public int count() {
    return batches.count();
  }

  @Override
  public void skip(int steps) {
    batches.skip(steps);
  }

  @Override
  public boolean hasNext() {
    return batches.hasNext();
  }

  @Override
  public Step next() {
    var batch = batches.next();
    int counted = trainer.counted(batch.y(), batch.count());
    float loss = counted == 0 ? 0 : trainer.step(batch.x(), batch.y(), batch.count());
    return new Step(loss, counted, () -> batch);
  }

  @Override
  public void close() {
    batches.close();
  }
}
