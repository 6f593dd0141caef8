package org.tornadonn.benchmarks;

import org.tornadonn.device.Device;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Predictor;
import org.tornadonn.train.Trainer;

/** This library on the plain JVM, which takes all the processors that its JVM is given. */
public final class TornadoNn implements Library {

  static final String NAME = "tornado-nn";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Step open(Work work, int threads) {
    int available = Runtime.getRuntime().availableProcessors();
    if (available != threads) {
      throw new IllegalStateException(
          "tornado-nn would run on %d threads instead of %d: start with -XX:ActiveProcessorCount=%d."
              .formatted(available, threads, threads));
    }
    return work.training() ? training(work) : inference(work);
  }

  private static Step training(Work work) {
    var optimizer = Optimizer.adam(Work.LEARNING_RATE);
    var trainer =
        new Trainer(work.model(), work.network().loss(), optimizer, work.batch(), Device.jvm());
    var x = work.inputs();
    var y = work.targets();
    return new Step() {
      @Override
      public float[] run() {
        return new float[] {trainer.step(x, y, work.batch())};
      }

      @Override
      public void close() {
        trainer.close();
      }
    };
  }

  private static Step inference(Work work) {
    var predictor = new Predictor(work.model(), work.batch(), Device.jvm());
    var x = work.inputs();
    return new Step() {
      @Override
      public float[] run() {
        return predictor.predict(x, work.batch());
      }

      @Override
      public void close() {
        predictor.close();
      }
    };
  }
}
