package org.tornadonn.cli.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tornadonn.cli.ForwardedProgram;
import org.tornadonn.cli.machine.Candidates;
import org.tornadonn.cli.show.Json;
import org.tornadonn.data.Dataset;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;
import org.tornadonn.train.Checkpoint;
import org.tornadonn.train.Fit;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Stepping;
import org.tornadonn.train.TrainingState;

/** What happens when a device fails, before the first step and after it. */
class FallbackTest {

  private static final int IMAGE_SIZE = 32;
  private static final int BATCH = 4;

  /** Noise with made-up answers: three batches an epoch. */
  private record Noise() implements Dataset {

    @Override
    public int size() {
      return 3 * BATCH;
    }

    @Override
    public int inputLength() {
      return IMAGE_SIZE * IMAGE_SIZE;
    }

    @Override
    public int targetLength() {
      return 2;
    }

    @Override
    public void read(int index, int epoch, float[] x, int xAt, float[] y, int yAt) {
      for (int i = 0; i < inputLength(); i++) {
        x[xAt + i] = (index * 31 + i * 17) % 101 / 101f;
      }
      y[yAt] = index % 2;
      y[yAt + 1] = 1 - index % 2;
    }
  }

  /** A JVM that fails at its n-th run of a plan; at 0, when plans are loaded. */
  private static final class Failing implements Executor {

    private final Executor jvm = new JvmExecutor();
    private int runs;

    Failing(int runs) {
      this.runs = runs;
    }

    @Override
    public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
      count();
      return new ForwardedProgram(jvm.load(plans, given)) {
        @Override
        public void run(Plan plan) {
          count();
          super.run(plan);
        }
      };
    }

    private void count() {
      if (runs-- == 0) {
        throw new ExecutionException("Device broken:0 failed: its fan stopped.");
      }
    }

    @Override
    public void close() {
      jvm.close();
    }
  }

  private static Device broken(int runs) {
    return new Device("broken:0", "", "GPU", "broken", "", "", 1, () -> new Failing(runs));
  }

  private static Candidates candidates(int runs, boolean late) {
    return new Candidates(List.of(broken(runs), Device.jvm()), false, late, null);
  }

  private static float[] train(Path folder, Candidates candidates) {
    var model = new Model(OrientationModel.layers(), OrientationModel.input(IMAGE_SIZE), 1);
    var run = RunFolder.create(folder, true);
    new TrainingRun(
            run,
            new Configuration(run.configuration(), Json.object()),
            new Lesson(new OrientationTask(), model, new Noise(), null),
            Optimizer.adam(1e-3f),
            BATCH,
            StepOptions.plain(),
            new Fit(3, 1),
            false,
            3,
            0,
            Stepping.LOCAL)
        .run(candidates, Checkpoint.first(TrainingState.first(model)));
    return model.values();
  }

  private static float[] expected(Path folder) {
    return train(folder, Candidates.only(Device.jvm()));
  }

  @Test
  void aDeviceThatFailsBeforeTheFirstStepIsLeftOut(@TempDir Path folder) {
    assertArrayEquals(expected(folder), train(folder, candidates(0, false)));
    assertArrayEquals(expected(folder), train(folder, candidates(1, false)));
  }

  /** Two runs a step: the eleventh is in the second epoch. */
  @Test
  void aDeviceThatFailsLaterLeavesTheLastEpoch(@TempDir Path folder) {
    var e = assertThrows(ExecutionException.class, () -> train(folder, candidates(10, false)));
    assertEquals(
        "Device broken:0 failed: its fan stopped. Everything up to epoch 1 is kept: go on with tornado-nn train --resume %s --device jvm."
            .formatted(folder),
        e.getMessage());
    assertEquals(
        1, Checkpoint.read(folder.resolve("checkpoints/epoch-0001.safetensors")).fit().epoch());
  }

  @Test
  void withWarnItGoesOnByItself(@TempDir Path folder) {
    assertArrayEquals(expected(folder), train(folder, candidates(10, true)));
  }

  @Test
  void aFailureInTheFirstEpochSaysToStartAgain(@TempDir Path folder) {
    var e = assertThrows(ExecutionException.class, () -> train(folder, candidates(4, false)));
    assertTrue(String.valueOf(e.getMessage()).contains("No epoch was complete"), e.getMessage());
  }

  @Test
  void theLastDeviceIsNotCaught(@TempDir Path folder) {
    var only = new Candidates(List.of(broken(0)), false, true, null);
    assertThrows(ExecutionException.class, () -> train(folder, only));
  }

  @Test
  void aDeviceThatComputesWronglyFailsItsSelfTest() {
    var candidates = new Candidates(List.of(broken(0), Device.jvm()), true, false, null);
    assertEquals("jvm", candidates.open(Device::name));
  }
}
