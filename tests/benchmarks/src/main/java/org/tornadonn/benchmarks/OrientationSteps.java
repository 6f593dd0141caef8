package org.tornadonn.benchmarks;

import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.layer.Summary;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.Trainer;

/** A training step and a prediction of the OrientationModel, one batch each. */
@State(Scope.Benchmark)
public class OrientationSteps {

  /** Rows and columns. */
  @Param({"96", "480"})
  public int imageSize = 96;

  /** Pictures in a batch. */
  @Param("32")
  public int batch = 32;

  /** Where to compute. */
  @Param("jvm")
  public String device = "jvm";

  private float[] x = {};
  private float[] y = {};
  private @Nullable Trainer opened;

  private Trainer trainer() {
    return Objects.requireNonNull(opened, "not opened");
  }

  /** Opens the device. */
  @Setup
  public void open() {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(imageSize), 1);
    opened =
        new Trainer(
            model, Loss.meanSquaredError(), Optimizer.adam(1e-3f), batch, Device.of(device));
    var random = new Random(1);
    x = new float[batch * imageSize * imageSize];
    y = new float[2 * batch];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
    }
    for (int i = 0; i < y.length; i++) {
      y[i] = 2 * random.nextFloat() - 1;
    }
  }

  /** Forward, loss, backward and Adam. */
  @Benchmark
  public float train() {
    return trainer().step(x, y, batch);
  }

  /** Forward alone. */
  @Benchmark
  public float[] infer() {
    return trainer().predict(x, batch);
  }

  /** Frees the device. */
  @TearDown
  public void close() {
    trainer().close();
  }

  /** Floating-point operations of one batch; the first layer needs no input gradient. */
  static double flops(int imageSize, int batch, boolean training) {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(imageSize), 1);
    var summary = Summary.of(model);
    double forward = summary.flops();
    double first = summary.layers().getFirst().flops();
    return batch * (training ? 3 * forward - first : forward);
  }
}
