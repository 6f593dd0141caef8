package org.tornadonn.exec.tornado;

import java.util.function.Function;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * What a GPU runs: convolutions and linear layers as {@link TiledProduct}s, sums over channels with
 * a work-group for each; the portable loops for all else, which has an index for each element in
 * memory or little to do, and for products that are too small to be worth the compiler's time.
 *
 * @param least how many multiplications are worth it
 * @param units the device's compute units
 */
record GroupedChoice(long least, int units, Tilings tilings) implements KernelChoice {

  private static final long WORTH_COMPILING = 1 << 20;

  /** Some drivers do not tell and say one. */
  private static final int LEAST_UNITS = 8;

  /** Rows and columns of an image go to a kernel in one number. */
  private static final int LARGEST_SIDE = 1 << 15;

  /** A choice by estimates, where nothing better is known. */
  static GroupedChoice of(TornadoDevice gpu, Function<TilingEstimate, Tilings> tilings) {
    int units = Math.max(LEAST_UNITS, gpu.getPhysicalDevice().getDeviceMaxComputeUnits());
    return new GroupedChoice(WORTH_COMPILING, units, tilings.apply(TilingEstimate.of(gpu, units)));
  }

  @Override
  public Kernel of(Kernel portable) {
    var sums = GroupedChannelSums.of(portable);
    if (sums.isPresent()) {
      return sums.get();
    }
    var product = TiledProduct.of(portable).orElse(null);
    if (product == null
        || product.multiplications() < least
        || Math.max(product.sizes().hi(), product.sizes().wi()) >= LARGEST_SIDE) {
      return portable;
    }
    var cut = product.with(Tiling.SMALLEST, product.pieces(units));
    return cut.with(tilings.of(cut), cut.pieces());
  }
}
