package org.tornadonn.exec.tornado.tiled;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.tornadonn.exec.tornado.graph.KernelChoice;
import org.tornadonn.op.activation.ReLUForward;
import org.tornadonn.op.activation.ReLUInputGradient;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.pooling.Halving;
import org.tornadonn.op.pooling.MaxPool2dForward;
import org.tornadonn.op.pooling.MaxPool2dInputGradient;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * What a GPU runs: convolutions and linear layers as {@link TiledProduct}s, with the pool and the
 * ReLU behind them; sums over channels with a work-group for each; the portable loops for all else,
 * which has an index for each element in memory or little to do, and for products that are too
 * small to be worth the compiler's time.
 *
 * @param least how many multiplications are worth it
 * @param units the device's compute units
 * @param fuses whether it runs several kernels as one
 */
public record GroupedChoice(long least, int units, Tilings tilings, boolean fuses)
    implements KernelChoice {

  private static final long WORTH_COMPILING = 1 << 20;

  /** Some drivers do not tell and say one. */
  private static final int LEAST_UNITS = 8;

  /** A choice by estimates, where nothing better is known. */
  public static GroupedChoice of(
      TornadoDevice gpu, Function<TilingEstimate, Tilings> tilings, boolean fuses) {
    int units = Math.max(LEAST_UNITS, gpu.getPhysicalDevice().getDeviceMaxComputeUnits());
    var estimate = TilingEstimate.of(gpu, units);
    return new GroupedChoice(WORTH_COMPILING, units, tilings.apply(estimate), fuses);
  }

  @Override
  public Kernel of(Kernel portable) {
    var sums = GroupedChannelSums.of(portable);
    if (sums.isPresent()) {
      return sums.get();
    }
    var product = product(portable);
    return product.isPresent() ? cut(product.get()) : portable;
  }

  /** The product that a kernel is, if it is one that is worth it. */
  private Optional<TiledProduct> product(Kernel portable) {
    return TiledProduct.of(portable)
        .filter(product -> product.multiplications() >= least && product.fits());
  }

  private TiledProduct cut(TiledProduct product) {
    var cut = product.with(Tiling.SMALLEST, product.pieces(units));
    return cut.with(tilings.of(cut), cut.pieces());
  }

  @Override
  public Run from(List<@Nullable Kernel> kernels, IntPredicate passes) {
    if (!fuses || kernels.size() < 2 || !passes.test(0)) {
      return Run.ALONE;
    }
    var second = kernels.get(1);
    var third = kernels.size() > 2 ? kernels.get(2) : null;
    return switch (kernels.getFirst()) {
      case Conv2dForward k
          when second instanceof MaxPool2dForward pool
              && Halving.follows(k, pool)
              && product(k).isPresent() ->
          follows(third, pool.y()) && passes.test(1) ? new Run(3, true) : new Run(2, true);
      case Conv2dForward k when follows(second, k.y()) && product(k).isPresent() ->
          new Run(2, true);
      case LinearForward k when follows(second, k.y()) && product(k).isPresent() ->
          new Run(2, true);
      case ReLUInputGradient relu
          when second instanceof MaxPool2dInputGradient pool && Halving.follows(relu, pool) ->
          new Run(2, true);
      case null, default -> Run.ALONE;
    };
  }

  private static boolean follows(@Nullable Kernel last, float[] x) {
    return last instanceof ReLUForward relu && relu.x() == x && relu.xAt() == 0;
  }

  @Override
  public Kernel fused(List<Kernel> portable) {
    return portable.getFirst() instanceof ReLUInputGradient relu
            && portable.getLast() instanceof MaxPool2dInputGradient pool
        ? new ReLUPoolGradient(relu, pool)
        : cut(TiledProduct.of(ForwardChain.of(portable)));
  }

  @Override
  public int scratch(List<Kernel> group) {
    var first = group.getFirst();
    var product =
        group.size() == 1 || first instanceof ReLUInputGradient
            ? product(first)
            : Optional.of(TiledProduct.of(ForwardChain.of(group)));
    return product.map(p -> p.with(Tiling.SMALLEST, p.pieces(units)).scratch()).orElse(0);
  }
}
