package org.tornadonn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.tornadonn.device.Device;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Initializer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;

class ParameterGroupTest {

  private static final Shape SIZE = Shape.of(3);

  /** Two parameters that do not know each other, and a third between them. */
  private static final Block NET =
      (scope, in) -> {
        var out = Values.none();
        for (var name : in.names()) {
          out =
              out.and(
                  name, F.mul(in.get(name), scope.parameter(name, SIZE, Initializer.constant(1))));
        }
        return out;
      };

  private static final Signature INPUTS = Signature.of("a", SIZE).and("c", SIZE).and("b", SIZE);

  private static final Loss LOSS =
      Loss.on("a", Loss.meanSquaredError())
          .and("b", Loss.meanSquaredError())
          .and("c", Loss.meanSquaredError());

  private static final Optimizer ADAM = Optimizer.adamW(0.1f);
  private static final Optimizer SGD = new SGD(0.05f, 0.9f, false, 0.01f);

  private static Map<String, Tensor> trained(Optimizer optimizer, StepOptions options, float rate) {
    var model = new Model(NET, INPUTS, 1);
    model.freeze("c");
    var x = new float[2 * 9];
    var y = new float[2 * 9];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 5 - 2;
      y[i] = i % 7 - 3;
    }
    try (var trainer = new Trainer(model, LOSS, optimizer, 2, Device.jvm(), options)) {
      for (int step = 0; step < 4; step++) {
        trainer.step(x, y, 2);
        trainer.learningRate(rate * optimizer.learningRate());
      }
      var verification = trainer.verify(x, y, 2);
      assertEquals(java.util.Optional.empty(), verification.first());
      var state = trainer.state();
      try (var resumed = new Trainer(model, LOSS, optimizer, 2, Device.jvm(), state, options)) {
        assertEquals(4, resumed.steps());
      }
    }
    return model.state();
  }

  @Test
  void eachGroupGoesItsOwnWay() {
    for (float rate : new float[] {1, 0.5f}) {
      var all = trained(ADAM, StepOptions.plain(), rate);
      var other = trained(SGD, StepOptions.plain(), rate);
      var both =
          trained(
              ADAM,
              StepOptions.plain()
                  .group(p -> p.name().equals("b"), SGD)
                  .group(p -> p.name().equals("b"), ADAM), // the first counts
              rate);
      assertArrayEquals(
          Objects.requireNonNull(all.get("a")).values(),
          Objects.requireNonNull(both.get("a")).values());
      assertArrayEquals(
          Objects.requireNonNull(other.get("b")).values(),
          Objects.requireNonNull(both.get("b")).values(),
          1e-7f);
      assertFalse(
          Arrays.equals(Objects.requireNonNull(all.get("b")).values(), both.get("b").values()));
      assertArrayEquals(
          new float[] {1, 1, 1}, Objects.requireNonNull(both.get("c")).values(), "frozen");
    }
  }
}
