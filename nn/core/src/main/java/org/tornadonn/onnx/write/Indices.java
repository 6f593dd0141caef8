package org.tornadonn.onnx.write;

import java.util.List;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.op.indexing.ArgSort;
import org.tornadonn.op.indexing.Gather;
import org.tornadonn.op.indexing.IndexSelect;
import org.tornadonn.op.recurrent.TimeStep;

/** What is taken by positions that are computed, and positions themselves. */
final class Indices {

  private Indices() {}

  static boolean write(Step step) {
    switch (step.operation()) {
      case Gather gather ->
          step.op("GatherElements", step.in(0), step.asWhole(1))
              .with("axis", gather.axis())
              .gives();
      case IndexSelect select ->
          step.op("Gather", step.in(0), step.asWhole(1)).with("axis", select.axis()).gives();
      case TimeStep time ->
          step.op("Gather", step.in(0), step.index(time.index())).with("axis", 0).gives();
      case ArgSort sort -> argSort(step, sort);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The second result of TopK. */
  private static void argSort(Step step, ArgSort sort) {
    var count = step.sizes(List.of(step.sizes().get(sort.axis())));
    var positions =
        step.op("TopK", step.in(0), count)
            .with("axis", sort.axis())
            .with("largest", sort.descending() ? 1 : 0)
            .second();
    step.gives(positions, ElementType.INT64);
  }
}
