package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.maxPool2d;
import static org.tornadonn.layer.Layers.named;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.tanh;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Trainer;

/** What layers give while training, and the gradients of that, are PyTorch's. */
class PyTorchHooksTest {

  private static final int N = 3;

  static List<Device> devices() {
    return Devices.find().devices();
  }

  /** ReLU stands before a maximum: plans exchange the two, unless somebody looks between them. */
  private static Model model(Fixture.OfHooks fixture) {
    var body = named("body", conv2d(1, 3, 3).padding(1), batchNorm2d(3), relu(), maxPool2d(2));
    var model = new Model(sequential(body, flatten(), tanh(), linear(12, 2)), Shape.of(1, 4, 4), 1);
    var state = new LinkedHashMap<String, Tensor>();
    model
        .state()
        .forEach(
            (name, tensor) ->
                state.put(
                    name,
                    new Tensor(
                        tensor.shape(), Objects.requireNonNull(fixture.state().get(name), name))));
    model.load(state, true);
    return model;
  }

  @ParameterizedTest
  @MethodSource("devices")
  void allLayersAreThoseOfPyTorch(Device device) {
    var fixture = Fixture.hooks();
    watch(fixture, device, fixture.layers().keySet());
  }

  /** Where some are watched, the others may be exchanged. */
  @ParameterizedTest
  @MethodSource("devices")
  void soAreSome(Device device) {
    watch(Fixture.hooks(), device, Set.of("body.1", "body.3"));
  }

  private static void watch(Fixture.OfHooks fixture, Device device, Set<String> layers) {
    var options = StepOptions.plain().hook(layers.toArray(String[]::new));
    try (var trainer =
        new Trainer(
            model(fixture), Loss.crossEntropy(), Optimizer.sgd(0.1f), N + 2, device, options)) {
      for (int i = 0; i < 2; i++) { // the second time, nothing has moved
        trainer.learningRate(0);
        trainer.step(Numbers.of(500, N * 16), new float[] {1, 0, 1}, N);
        var outputs = trainer.activations();
        var gradients = trainer.activationGradients();
        assertEquals(layers, outputs.keySet());
        assertEquals(layers, gradients.keySet());
        for (var layer : layers) {
          var expected = Objects.requireNonNull(fixture.layers().get(layer));
          check(layer, expected.output(), outputs);
          check("d " + layer, expected.gradient(), gradients);
        }
      }
    }
  }

  private static void check(String what, double[] expected, Map<String, Tensor> found) {
    var layer = what.startsWith("d ") ? what.substring(2) : what;
    var tensor = Objects.requireNonNull(found.get(layer), what);
    assertEquals(N, tensor.shape().dim(0), what);
    assertTrue(tensor.shape().rank() >= 2, what);
    Tolerances.wholeModel(expected).check(what, expected, tensor.values());
  }
}
