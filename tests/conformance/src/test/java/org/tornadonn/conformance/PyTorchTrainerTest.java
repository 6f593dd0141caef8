package org.tornadonn.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tornadonn.layer.Layers.linear;
import static org.tornadonn.layer.Layers.sequential;
import static org.tornadonn.layer.Layers.tanh;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.device.Device;
import org.tornadonn.device.Devices;
import org.tornadonn.layer.Model;
import org.tornadonn.layer.Tensor;
import org.tornadonn.plan.Shape;
import org.tornadonn.train.Adagrad;
import org.tornadonn.train.Clipping;
import org.tornadonn.train.Ema;
import org.tornadonn.train.Loss;
import org.tornadonn.train.Optimizer;
import org.tornadonn.train.SGD;
import org.tornadonn.train.StepOptions;
import org.tornadonn.train.Trainer;

/** Whole trainers with every optimizer, with clipping and an average of the weights. */
class PyTorchTrainerTest {

  private static final int N = 5;

  private static final List<Optimizer> OPTIMIZERS =
      List.of(
          new SGD(0.1f, 0.9f, true, 0.01f),
          Optimizer.adam(0.01f),
          Optimizer.adamW(0.01f).weightDecay(0.1f),
          Optimizer.nadam(0.01f),
          Optimizer.adamax(0.01f),
          Optimizer.lion(0.01f),
          Optimizer.rmsprop(0.01f).momentum(0.9f),
          new Adagrad(0.1f, 0.1, 0, 0, 1e-10f),
          Optimizer.adadelta(1));

  static Stream<Arguments> trainers() {
    return Devices.find().devices().stream()
        .flatMap(
            device -> Fixture.trainers().stream().map(fixture -> Arguments.of(device, fixture)));
  }

  @ParameterizedTest
  @MethodSource("trainers")
  void fiveStepsAreThoseOfPyTorch(Device device, Fixture.OfTrainer fixture) {
    var model = new Model(sequential(linear(3, 4), tanh(), linear(4, 2)), Shape.of(3), 1);
    var first = new LinkedHashMap<String, Tensor>();
    model
        .state()
        .forEach(
            (name, tensor) ->
                first.put(
                    name,
                    new Tensor(tensor.shape(), Objects.requireNonNull(fixture.first().get(name)))));
    model.load(first, true);
    var optimizer =
        OPTIMIZERS.stream()
            .filter(one -> one.getClass().getSimpleName().equals(fixture.name()))
            .findFirst()
            .orElseThrow();
    var options = StepOptions.plain().clip(Clipping.norm(0.5f)).average(new Ema(0.75));
    try (var trainer =
        new Trainer(model, Loss.meanSquaredError(), optimizer, N + 1, device, options)) {
      for (double loss : fixture.losses()) {
        float found = trainer.step(Numbers.of(600, N * 3), Numbers.of(601, N * 2), N);
        assertEquals(loss, found, 1e-4 * loss);
      }
      check(model, fixture.last(), model.state(trainer.weights()));
      trainer.sync();
      check(model, fixture.average(), model.state());
    }
  }

  private static void check(
      Model model, Map<String, double[]> expected, Map<String, Tensor> found) {
    assertEquals(expected.keySet(), model.state().keySet());
    expected.forEach(
        (name, values) ->
            Tolerances.wholeModel(values)
                .check(name, values, Objects.requireNonNull(found.get(name)).values()));
  }

  @Test
  void noOptimizerIsLeftOut() {
    var all =
        Arrays.stream(Optimizer.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .collect(Collectors.toSet());
    assertEquals(
        all, Fixture.trainers().stream().map(Fixture.OfTrainer::name).collect(Collectors.toSet()));
    assertEquals(
        all, Set.copyOf(OPTIMIZERS.stream().map(one -> one.getClass().getSimpleName()).toList()));
  }
}
