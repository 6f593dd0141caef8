package org.tornadonn.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Every operation with its cases: a new operation adds a file of cases and a line here. */
final class OperationCases {

  private OperationCases() {}

  static List<GraphCase> all() {
    return Stream.of(
            Conv2dCases.all(),
            MaxPool2dCases.all(),
            MeanPoolCases.all(),
            ConvolutionCases.all(),
            PoolCases.all(),
            ElementwiseCases.all(),
            ElementaryCases.all(),
            ShapingCases.all(),
            ActivationCases.all(),
            LinearCases.all(),
            MatMulCases.all(),
            BatchNormCases.all(),
            StandardizeCases.all(),
            TimeStepCases.all(),
            DropoutCases.all(),
            LossCases.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Awkward ones, at least one of each operation. */
  static List<GraphCase> chosen() {
    return all().stream().filter(GraphCase::everywhere).toList();
  }

  /** Those that run on every device: of the awkward ones, some that bring every kernel. */
  static List<GraphCase> covering() {
    return new Covering(call -> true).of(chosen(), c -> c);
  }
}
