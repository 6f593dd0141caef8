package org.tornadonn.exec.tornado;

import org.jspecify.annotations.Nullable;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.op.Conv2dWeightGradient;
import org.tornadonn.op.LinearForward;
import org.tornadonn.op.LinearInputGradient;
import org.tornadonn.op.LinearWeightGradient;
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

  /** Rows and columns of an image go to a kernel in one number. */
  private static final int LARGEST_SIDE = 1 << 15;

  static TiledChoice of(TornadoDevice gpu) {
    int units = gpu.getPhysicalDevice().getDeviceMaxComputeUnits();
    return new TiledChoice(WORTH_COMPILING, units, TilingEstimate.of(gpu));
  }

  @Override
  public Kernel of(Kernel portable) {
    var product = product(portable);
    if (product == null
        || product.multiplications() < least
        || Math.max(product.sizes().hi(), product.sizes().wi()) >= LARGEST_SIDE) {
      return portable;
    }
    return product.with(tilings.of(product), product.pieces(units));
  }

  private static @Nullable TiledProduct product(Kernel portable) {
    return switch (portable) {
      case Conv2dForward k -> TiledProduct.of(k);
      case Conv2dInputGradient k -> TiledProduct.of(k);
      case Conv2dWeightGradient k -> TiledProduct.of(k);
      case LinearForward k -> TiledProduct.of(k);
      case LinearInputGradient k -> TiledProduct.of(k);
      case LinearWeightGradient k -> TiledProduct.of(k);
      default -> null;
    };
  }
}
