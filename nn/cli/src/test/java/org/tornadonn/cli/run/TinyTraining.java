package org.tornadonn.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.dropout;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.tornadonn.cli.machine.Candidates;
import org.tornadonn.cli.show.Json;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Model;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.Checkpoints;
import org.tornadonn.train.Clipping;
import org.tornadonn.train.EarlyStopping;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Goal;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.ReduceOnPlateau;
import org.tornadonn.train.Schedule;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Stepping;
import org.tornadonn.train.TrainingState;

/**
 * A training of milliseconds that has every kind of state: moments, running statistics, dropout, a
 * schedule, a plateau, and an early stop after its fourth epoch, which gives back the best.
 */
record TinyTraining(IntConsumer onRead) {

  private static final int KEEP = 2;
  private static final int BATCH = 2;

  /** In a process of its own, in that folder: each read of a sample takes a byte of the input. */
  public static void main(String[] arguments) {
    var training =
        new TinyTraining(
            index -> {
              System.out.println("read " + index);
              try {
                System.in.read();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try {
      training.go(Path.of(arguments[0]));
    } catch (Stopped e) {
      System.err.println(e.getMessage());
      System.exit(e.code());
    }
  }

  /** Samples of 4 by 4 pixels with made-up answers. */
  private record Noise(int size, int seed, IntConsumer onRead) implements Dataset {

    @Override
    public int inputLength() {
      return 16;
    }

    @Override
    public int targetLength() {
      return 2;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      onRead.accept(index);
      for (int i = 0; i < inputLength(); i++) {
        x[xAt + i] = (index * 31 + i * 17 + epoch * 7 + seed) % 101 / 101f;
      }
      y[yAt] = index % 2;
      y[yAt + 1] = 1 - index % 2;
    }
  }

  /** Begins, or goes on with what there is, until it is done. */
  void go(Path path) {
    var run = new RunFolder(path);
    boolean resumes = Files.exists(run.configuration());
    var checkpoint = resumes ? new Checkpoints(run.checkpoints(), KEEP).newest(remark -> {}) : null;
    var fit =
        new Fit(
            9,
            1,
            1,
            Schedule.cosine(8).warmUp(1, 0),
            new ReduceOnPlateau(0.5, 0, 0.5, true, 0, 0),
            new EarlyStopping(3, 1000),
            Goal.trainLoss());
    if (checkpoint == null || !fit.isDone(checkpoint.fit()) || !Files.exists(run.report())) {
      try (var _ = resumes ? RunLock.take(path, "") : RunFolder.lock(path, true, "")) {
        train(path, resumes, checkpoint, fit);
      }
    }
  }

  private void train(Path path, boolean resumes, @Nullable Checkpoint checkpoint, Fit fit) {
    var layers =
        sequential(
            named("conv", conv2d(1, 2, 3).padding(1), batchNorm2d(2), relu()),
            named("fc", flatten(), dropout(0.2f), linear(32, 2)));
    var model = new Model(layers, Shape.of(1, 4, 4), 5);
    var folder =
        resumes
            ? RunFolder.resume(path, checkpoint == null ? 0 : checkpoint.fit().epoch())
            : RunFolder.create(path, true);
    var run =
        new TrainingRun(
            folder,
            new Configuration(folder.configuration(), Json.object()),
            new Lesson(
                new OrientationTask(), model, new Noise(11, 3, onRead), new Noise(3, 50, onRead)),
            Optimizer.adam(1e-2f),
            BATCH,
            StepOptions.plain().clip(Clipping.norm(0.1f)).accumulate(2),
            fit,
            false,
            KEEP,
            1,
            Stepping.LOCAL);
    var device = Candidates.only(Device.jvm());
    if (checkpoint == null) {
      run.run(device, Checkpoint.first(TrainingState.first(model)));
    } else if (fit.isDone(checkpoint.fit())) {
      run.report(device, checkpoint);
    } else {
      run.run(device, checkpoint);
    }
  }

  /** Everything that a run leaves, timings left out. */
  record Result(
      List<String> metrics,
      byte[] model,
      byte[] best,
      List<byte[]> checkpoints,
      boolean isReported) {

    static Result of(Path path) throws IOException {
      var run = new RunFolder(path);
      var checkpoints = new ArrayList<byte[]>();
      try (var files = Files.list(run.checkpoints())) {
        for (var file : files.sorted().toList()) {
          checkpoints.add(Files.readAllBytes(file));
        }
      }
      return new Result(
          Files.readAllLines(run.metrics()).stream()
              .map(line -> line.replaceAll("\"(imagesPerSecond|seconds)\":[^,]*,", ""))
              .toList(),
          Files.readAllBytes(run.model()),
          Files.readAllBytes(run.best()),
          checkpoints,
          Files.exists(run.report()));
    }

    void assertSame(Result other) {
      assertEquals(metrics, other.metrics);
      assertArrayEquals(model, other.model);
      assertArrayEquals(best, other.best);
      assertEquals(isReported, other.isReported);
      assertEquals(checkpoints.size(), other.checkpoints.size());
      for (int i = 0; i < checkpoints.size(); i++) {
        assertArrayEquals(checkpoints.get(i), other.checkpoints.get(i));
      }
    }
  }
}
