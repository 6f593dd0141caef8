package org.tornadonn.conformance;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tornadonn.conformance.oracle.Sum;
import org.tornadonn.op.F;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.Value;

/**
 * Activations that are made of several functions against PyTorch's numbers. What they are made of
 * is tested on every device by itself.
 */
class PyTorchActivationTest {

  private static final Shape SHAPE = Shape.of(2, 4, 2);

  private static final Map<String, Function<Value[], Value>> FUNCTIONS =
      Map.ofEntries(
          Map.entry("silu", in -> F.silu(in[0])),
          Map.entry("mish", in -> F.mish(in[0])),
          Map.entry("relu6", in -> F.relu6(in[0])),
          Map.entry("hardsigmoid", in -> F.hardsigmoid(in[0])),
          Map.entry("elu", in -> F.elu(in[0])),
          Map.entry("selu", in -> F.selu(in[0])),
          Map.entry("celu", in -> F.celu(in[0], 0.75f)),
          Map.entry("softplus", in -> F.softplus(in[0])),
          Map.entry("softsign", in -> F.softsign(in[0])),
          Map.entry("logsigmoid", in -> F.logsigmoid(in[0])),
          Map.entry("threshold", in -> F.threshold(in[0], 0.5f, 7)),
          Map.entry("hardshrink", in -> F.hardshrink(in[0])),
          Map.entry("softshrink", in -> F.softshrink(in[0])),
          Map.entry("tanhshrink", in -> F.tanhshrink(in[0])),
          Map.entry("softmin", in -> F.softmin(in[0], 1)),
          Map.entry("log_softmax", in -> F.logSoftmax(in[0], 1)),
          Map.entry("prelu", in -> F.prelu(in[0], in[1])),
          Map.entry("prelu of channels", in -> F.prelu(in[0], in[1])),
          Map.entry("logsumexp", in -> F.logsumexp(in[0], 0, 2)));

  static Stream<Arguments> cases() {
    return DevicesUnderTest.get().present().stream()
        .filter(device -> !device.slow())
        .flatMap(device -> Fixture.activations().stream().map(f -> Arguments.of(device, f)));
  }

  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("cases")
  void equalsPyTorch(DeviceUnderTest device, Fixture.OfElementwise fixture) {
    var g = new ValuedGraph();
    var in = new Value[fixture.operands().length];
    for (int i = 0; i < in.length; i++) {
      var numbers = fixture.operands()[i];
      in[i] = g.parameter("p" + i, i == 0 ? SHAPE : Shape.of(numbers.length), numbers);
    }
    var c =
        g.weighted(
            fixture.name(), 900, Objects.requireNonNull(FUNCTIONS.get(fixture.name())).apply(in));
    var run = DeviceRun.of(device.executor(), c);
    Tolerances.of(new Sum(9, Math.min(4, Sum.magnitude(fixture.y()))))
        .check(fixture + ": y", fixture.y(), run.result());
    for (int i = 0; i < in.length; i++) {
      var gradient = fixture.gradients()[i];
      Tolerances.of(new Sum(9, Math.min(4, Sum.magnitude(gradient))))
          .check(fixture + ": gradient of " + in[i], gradient, run.gradient(in[i]));
    }
  }
}
