package org.tornadonn.conformance;

import java.util.List;
import java.util.stream.Stream;

/** Functions of values with their cases: a new file of cases adds a line here. */
final class FunctionCases {

  private FunctionCases() {}

  static List<FunctionCase> all() {
    return Stream.of(
            BroadcastCases.all(),
            CompositionCases.all(),
            ShapeCases.all(),
            ResizeCases.all(),
            VolumeCases.all(),
            GridCases.all(),
            ReductionCases.all(),
            IndexingCases.all(),
            CtcCases.all())
        .flatMap(List::stream)
        .toList();
  }

  /** Those that run on every device: some that bring every kernel. */
  static List<FunctionCase> covering() {
    var cases = all().stream().filter(FunctionCase::everywhere).toList();
    return new Covering(call -> true).of(cases, FunctionCase::onParameters);
  }

  /** Those that are to run on every device, as graphs. */
  static List<GraphCase> chosen() {
    return all().stream().filter(FunctionCase::everywhere).map(FunctionCase::onParameters).toList();
  }
}
