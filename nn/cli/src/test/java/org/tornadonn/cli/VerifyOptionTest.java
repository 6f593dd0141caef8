package org.tornadonn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
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

  @Test
  void firstWrongLayerIsNamed() {
    var device =
        new Device(
            "wrong:0", "", "CPU", "wrong", "", "", 0, () -> new Wrong(new JvmExecutor(), "fc.0"));
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
