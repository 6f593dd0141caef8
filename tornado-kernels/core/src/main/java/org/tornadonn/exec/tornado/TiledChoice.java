package org.tornadonn.exec.tornado;

import java.util.function.Function;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * What a GPU runs: convolutions and linear layers as {@link TiledProduct}s; the portable loops for
 * all that is bound by memory, and for what is too small to be worth the compiler's time.
 *
 * @param least how many multiplications are worth it
 * @param units the device's compute units
 */
record TiledChoice(long least, int units, Tilings tilings) implements KernelChoice {

  private static final long WORTH_COMPILING = 1 << 20;

  /** Some drivers do not tell and say one. */
  private static final int LEAST_UNITS = 8;

  /** Rows and columns of an image go to a kernel in one number. */
  private static final int LARGEST_SIDE = 1 << 15;

  /** A choice by estimates, where nothing better is known. */
  static TiledChoice of(TornadoDevice gpu, Function<TilingEstimate, Tilings> tilings) {
    int units = Math.max(LEAST_UNITS, gpu.getPhysicalDevice().getDeviceMaxComputeUnits());
    return new TiledChoice(WORTH_COMPILING, units, tilings.apply(TilingEstimate.of(gpu, units)));
  }

  @Override
  public Kernel of(Kernel portable) {
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
