package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tornadonn.layer.Layers.batchNorm2d;
import static org.tornadonn.layer.Layers.conv2d;
import static org.tornadonn.layer.Layers.convTranspose2d;
import static org.tornadonn.layer.Layers.flatten;
import static org.tornadonn.layer.Layers.leakyRelu;
import static org.tornadonn.layer.Layers.relu;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.tanh;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.layer.Block;
import org.tornadonn.layer.Layer;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Signature;
import org.tornadonn.layer.Tensor;
import org.tornadonn.layer.Values;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Adam;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Trainer;
import org.tornadonn.train.Turn;

/** A small DCGAN in PyTorch's usual loop, with the running statistics of its batch norms. */
class PyTorchGanTest {

  private static final int N = 5;

  private static Model model() {
    Layer generator =
        sequential(
            convTranspose2d(2, 3, 2).bias(false),
            batchNorm2d(3),
            relu(),
            convTranspose2d(3, 1, 2).stride(2).bias(false),
            tanh());
    Layer discriminator =
        sequential(
            conv2d(1, 4, 2).bias(false),
            batchNorm2d(4),
            leakyRelu(0.2f),
            conv2d(4, 1, 3).bias(false),
            flatten());
    Block both =
        (scope, in) -> {
          var fake = scope.call("generator", generator, in.get("noise"));
          return Values.of(
              "real", scope.call("discriminator", discriminator, in.get("image")),
              "fake", scope.call("discriminator", discriminator, fake));
        };
    return new Model(
        both, Signature.of("noise", Shape.of(2, 1, 1)).and("image", Shape.of(1, 4, 4)), 1);
  }

  private static Map<String, Tensor> state(Model model, Map<String, float[]> values) {
    var state = new LinkedHashMap<String, Tensor>();
    model
        .state()
        .forEach(
            (name, tensor) ->
                state.put(
                    name,
                    new Tensor(tensor.shape(), Objects.requireNonNull(values.get(name), name))));
    return state;
  }

  private static Tensor targets(float value) {
    var values = new float[N];
    Arrays.fill(values, value);
    return new Tensor(Shape.of(N, 1), values);
  }

  static List<Device> devices() {
    return Devices.find().devices();
  }

  @SuppressWarnings("try") // what the model is after one is closed
  @ParameterizedTest
  @MethodSource("devices")
  void twoModelsInTurnAreThoseOfPyTorch(Device device) {
    var fixture = Fixture.gan();
    var model = model();
    model.load(state(model, fixture.first()), true);
    var bce = Loss.binaryCrossEntropyWithLogits();
    var adam = new Adam(1e-2f, 0.5, 0.999, 1e-8f, 0);
    var turns =
        Trainer.inTurn(
            model,
            N + 2,
            device,
            new Turn(Loss.on("real", bce).and("fake", bce), adam, "discriminator")
                .keepStates("generator"),
            new Turn(Loss.on("fake", bce), adam, "generator"));
    try (var discriminator = turns.get(0);
        var generator = turns.get(1)) {
      for (int step = 0; step < fixture.losses().length; step++) {
        var inputs =
            Map.of(
                "noise", new Tensor(Shape.of(N, 2, 1, 1), Numbers.of(400 + step, N * 2)),
                "image", new Tensor(Shape.of(N, 1, 4, 4), Numbers.of(300 + step, N * 16)));
        float found = discriminator.step(inputs, Map.of("real", targets(1), "fake", targets(0)));
        float deceived = generator.step(inputs, Map.of("fake", targets(1)));
        assertEquals(fixture.losses()[step][0], found, 1e-5, "step " + step);
        assertEquals(fixture.losses()[step][1], deceived, 1e-5, "step " + step);
      }
      generator.sync();
      state(model, fixture.last())
          .forEach(
              (name, tensor) ->
                  assertArrayEquals(
                      tensor.values(),
                      Objects.requireNonNull(model.state().get(name)).values(),
                      2e-5f,
                      name));
      var before = model.weights();
      discriminator.loadOptimizerState(discriminator.optimizerState());
      discriminator.close();
      assertArrayEquals(before.values(), model.values());
      assertEquals(List.of(3L, 3L), turns.stream().map(Trainer::steps).toList());
    }
  }
}
