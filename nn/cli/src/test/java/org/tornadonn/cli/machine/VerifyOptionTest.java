package org.tornadonn.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.cli.Cli.done;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tornadonn.cli.Cli;
import org.tornadonn.cli.ForwardedProgram;
import org.tornadonn.device.Device;
import org.tornadonn.exec.ExecutionException;
import org.tornadonn.exec.Executor;
import org.tornadonn.exec.Program;
import org.tornadonn.exec.jvm.JvmExecutor;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.OrientationModel;
import org.tornadonn.plan.Buffer;
import org.tornadonn.plan.Plan;
import org.tornadonn.train.Predictor;

/** What {@code --verify} says of a device that computes wrongly. */
class VerifyOptionTest {

  /** Everything that is written into a buffer of that name comes back wrong. */
  private record Wrong(Executor right, String buffer) implements Executor {

    @Override
    public Program load(List<Plan> plans, Map<Buffer, float[]> given) {
      return new ForwardedProgram(right.load(plans, given)) {
        @Override
        public void fetch(Buffer fetched) {
          super.fetch(fetched);
          if (fetched.name().equals(buffer)) {
            array(fetched)[1] = 7;
          }
        }
      };
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private static Device wrong(String name, String backend) {
    return new Device(
        name, "", "CPU", backend, "", "", 0, () -> new Wrong(new JvmExecutor(), "fc.0"));
  }

  /** The JVM's own fast kernels can be wrong as well: then it is no other device. */
  @ParameterizedTest
  @CsvSource({
    "wrong:0, wrong, 'Choose another device, for example --device jvm, and report this.'",
    "jvm, jvm, 'Go on with --kernels portable, and report this.'"
  })
  void itsAdviceIsNotWhatFailed(String name, String backend, String advice) {
    var device = wrong(name, backend);
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
    try (var predictor = new Predictor(model, device)) {
      var verification = predictor.verify(new float[32 * 32], 1);
      var e = assertThrows(ExecutionException.class, () -> VerifyOption.show(verification, device));
      assertTrue(String.valueOf(e.getMessage()).endsWith(". " + advice), e.getMessage());
    }
  }

  /** Neither the run that began with it, nor one before, is verified again unless asked. */
  @Test
  void aRunThatGoesOnDoesNotKeepIt(@TempDir Path folder) {
    var pictures = folder.resolve("pictures");
    var run = folder.resolve("run");
    done(
        Cli.run("generate", "orientation", "--output", pictures, "--count", 8, "--image-size", 32));
    var train =
        Cli.run(
            "train",
            "--data",
            pictures,
            "--image-size",
            32,
            "--batch",
            4,
            "--epochs",
            1,
            "--device",
            "jvm",
            "--verify",
            "--output",
            run);
    assertTrue(train.err().contains("of tolerance"), train.err());
    var goesOn = Cli.run("train", "--resume", run, "--epochs", 2);
    assertEquals(0, goesOn.code(), goesOn.err());
    assertFalse(goesOn.err().contains("of tolerance"), goesOn.err());
    var asked = Cli.run("train", "--resume", run, "--epochs", 3, "--verify");
    assertTrue(asked.err().contains("of tolerance"), asked.err());
  }

  @Test
  void firstWrongLayerIsNamed() {
    var device = wrong("wrong:0", "wrong");
    var model = new Model(OrientationModel.layers(), OrientationModel.input(32), 1);
    try (var predictor = new Predictor(model, device)) {
      var verification = predictor.verify(new float[32 * 32], 1);
      var e = assertThrows(ExecutionException.class, () -> VerifyOption.show(verification, device));
      var said = String.valueOf(e.getMessage());
      assertTrue(
          said.startsWith(
              "Device wrong:0 differs from the portable loops, first in fc.0 linear forward: fc.0[0, 1] is 7.0"),
          said);
      assertEquals(1, said.lines().count());
    }
  }
}
