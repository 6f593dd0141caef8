package org.tornadonn.exec.tornado;

import org.tornadonn.exec.Placement.Version;
import org.tornadonn.op.Conv2dForward;
import org.tornadonn.op.Conv2dInputGradient;
import org.tornadonn.op.Conv2dWeightGradient;
import org.tornadonn.op.ImageSizes;
import org.tornadonn.op.LinearForward;
import org.tornadonn.op.LinearInputGradient;
import org.tornadonn.op.LinearWeightGradient;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/**
 * Which version of a kernel a device runs.
 *
 * <p>The {@link Blocked} versions suit CPUs, and were measured on one; every other type of device
 * runs the portable loops.
 *
 * @param busy how many work-items keep the device busy; 0 if it runs the portable loops only
 */
record KernelChoice(int busy) {

  /** Work-items for each of a device's compute units, so that all of them end at about one time. */
  private static final int ITEMS_PER_UNIT = 4;

  /** With fewer rows or columns, a block's other rows or columns would be computed for nothing. */
  private static final int WORTH_A_BLOCK = 4;

  /** Rows and columns of an image go to a kernel in one number. */
  private static final int LARGEST_SIDE = 1 << 15;

  /** The best versions for a device, up to the one that is asked for. */
  static KernelChoice of(TornadoDevice device, Version most) {
    return new KernelChoice(
        most == Version.PORTABLE || device.getDeviceType() != TornadoDeviceType.CPU
            ? 0
            : ITEMS_PER_UNIT * device.getPhysicalDevice().getDeviceMaxComputeUnits());
  }

  /** The kernel that runs in place of the given one; itself where there is no other. */
  Kernel of(Kernel portable) {
    if (busy == 0) {
      return portable;
    }
    return switch (portable) {
      case Conv2dForward k when fits(k.sizes()) && worth(k.sizes().co()) ->
          new BlockedConv2d(k, busy);
      case Conv2dInputGradient k when fits(k.sizes()) && worth(k.sizes().ci()) ->
          new BlockedConv2dInputGradient(k, busy);
      case Conv2dWeightGradient k when fits(k.sizes()) && worth(k.sizes().co()) ->
          new BlockedConv2dWeightGradient(k, busy);
      case LinearForward k when worth(Math.min(k.n(), k.co())) -> new BlockedLinear(k, busy);
      case LinearInputGradient k when worth(Math.min(k.n(), k.ci())) ->
          new BlockedLinearInputGradient(k, busy);
      case LinearWeightGradient k when worth(Math.min(k.ci(), k.co())) ->
          new BlockedLinearWeightGradient(k, busy);
      default -> portable;
    };
  }

  /** What {@link #of(Kernel)} makes of a kernel. */
  Version version(Kernel portable) {
    return of(portable) == portable ? Version.PORTABLE : Version.TUNED;
  }

  private static boolean worth(int rows) {
    return rows >= WORTH_A_BLOCK;
  }

  private static boolean fits(ImageSizes sizes) {
    return Math.max(sizes.hi(), sizes.wi()) < LARGEST_SIDE;
  }
}
