package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.exec.tornado.graph.KernelChoice;
import org.tornadonn.op.convolution.Conv2dForward;
import org.tornadonn.op.convolution.Conv2dInputGradient;
import org.tornadonn.op.convolution.Conv2dWeightGradient;
import org.tornadonn.op.convolution.ImageSizes;
import org.tornadonn.op.convolution.Window;
import org.tornadonn.op.linear.FmaChains;
import org.tornadonn.op.linear.LinearForward;
import org.tornadonn.op.linear.LinearInputGradient;
import org.tornadonn.op.linear.LinearWeightGradient;
import org.tornadonn.plan.Copy;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * What a CPU behind a driver runs, and was measured on one: {@link Blocked} versions; the portable
 * loops for what is too small to be worth the compiler's time.
 *
 * @param busy how many work-items keep the device busy
 */
public record BlockedChoice(int busy) implements KernelChoice {

  /** Work-items for each of a device's compute units, so that all of them end at about one time. */
  private static final int ITEMS_PER_UNIT = 4;

  /** With fewer rows or columns, a block's other rows or columns would be computed for nothing. */
  private static final int WORTH_A_BLOCK = 4;

  /**
   * Products in one call. A blocked kernel was seen to take half a second longer to compile, which
   * smaller calls make up for only after a thousand steps.
   */
  private static final long WORTH_COMPILING = 1 << 20;

  /** Rows and columns of an image go to a kernel in one number. */
  private static final int LARGEST_SIDE = 1 << 15;

  public static BlockedChoice of(TornadoDevice cpu) {
    return new BlockedChoice(ITEMS_PER_UNIT * cpu.getPhysicalDevice().getDeviceMaxComputeUnits());
  }

  @Override
  public Kernel of(Kernel portable) {
    return switch (portable) {
      case Conv2dForward k when fits(k.sizes(), k.window()) && worth(k.sizes().co()) ->
          new BlockedConv2d(k, busy);
      case Conv2dInputGradient k when fits(k.sizes(), k.window()) && worth(k.sizes().ci()) ->
          new BlockedConv2dInputGradient(k, busy);
      case Conv2dWeightGradient k when fits(k.sizes(), k.window()) && worth(k.sizes().co()) ->
          new BlockedConv2dWeightGradient(k, busy);
      case LinearForward k when large(k.n(), k.ci(), k.co()) && worth(Math.min(k.n(), k.co())) ->
          new BlockedLinear(k, busy);
      case LinearInputGradient k
          when large(k.n(), k.ci(), k.co()) && worth(Math.min(k.n(), k.ci())) ->
          new BlockedLinearInputGradient(k, busy);
      case LinearWeightGradient k
          when large(k.n(), k.ci(), k.co()) && worth(Math.min(k.ci(), k.co())) ->
          new BlockedLinearWeightGradient(k, busy);
      case Copy k when k.size() >= BlockedCopy.STRETCH -> new BlockedCopy(k);
      case FmaChains k when k.size() >= BlockedFmaChains.INDICES -> new BlockedFmaChains(k);
      default -> portable;
    };
  }

  private static boolean worth(int rows) {
    return rows >= WORTH_A_BLOCK;
  }

  private static boolean large(long n, long ci, long co) {
    return n * ci * co >= WORTH_COMPILING;
  }

  private static boolean fits(ImageSizes sizes, Window window) {
    long positions = (long) sizes.n() * sizes.ho() * sizes.wo();
    long taps = (long) sizes.ci() * window.kernelHeight() * window.kernelWidth();
    return large(positions, taps, sizes.co()) && Math.max(sizes.hi(), sizes.wi()) < LARGEST_SIDE;
  }
}
