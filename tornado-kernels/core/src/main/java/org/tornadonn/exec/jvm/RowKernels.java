package org.tornadonn.exec.jvm;

import java.util.List;
import org.tornadonn.exec.jvm.row.FirstRanks;
import org.tornadonn.exec.jvm.row.GatheredSums;
import org.tornadonn.exec.jvm.row.ProductsOfOthers;
import org.tornadonn.exec.jvm.row.RankPlaces;
import org.tornadonn.exec.jvm.row.SortedRanks;
import org.tornadonn.op.indexing.ArgSort.AtRank;
import org.tornadonn.op.indexing.ArgSort.RankInRow;
import org.tornadonn.op.indexing.Gather.GatherInputGradient;
import org.tornadonn.op.reduction.Prod.ProductInputGradient;
import org.tornadonn.plan.Kernel;

/** Versions, for any JVM, of kernels that take the square of a length. */
final class RowKernels {

  private RowKernels() {}

  /** The steps that do what a kernel does, faster; none if there is no such version. */
  static List<Step> steps(Kernel kernel) {
    return switch (kernel) {
      case RankInRow k when FirstRanks.suits(k) -> {
        var ranks = new FirstRanks(k);
        yield List.of(Step.of(ranks, ranks.work()));
      }
      case RankInRow k -> {
        var ranks = new SortedRanks(k);
        yield List.of(Step.of(ranks, ranks.work()));
      }
      case AtRank k -> List.of(Step.of(new RankPlaces(k), 2L * k.length()));
      case GatherInputGradient k ->
          List.of(Step.of(new GatheredSums(k), 4L * k.taken() + 2L * k.length()));
      case ProductInputGradient k -> List.of(Step.of(new ProductsOfOthers(k), 8L * k.length()));
      default -> List.of();
    };
  }
}
