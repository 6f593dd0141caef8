package org.tornadonn.exec.tornado;

import java.util.function.Function;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** Which version of a kernel a device runs. */
interface KernelChoice {

  /** The kernel that runs in place of the given one; itself where there is no other. */
  Kernel of(Kernel portable);

  /** What {@link #of(Kernel)} makes of a kernel. */
  default Version version(Kernel portable) {
    return of(portable) == portable ? Version.PORTABLE : Version.TUNED;
  }

  /**
   * The best versions for a device, up to the one that is asked for.
   *
   * @param type whose versions it runs: its own type's, unless they are to be tested on another
   * @param tilings what a GPU chooses tilings by, from what it would estimate
   */
  static KernelChoice of(
      TornadoDevice device,
      TornadoDeviceType type,
      Version most,
      Function<TilingEstimate, Tilings> tilings) {
    if (most == Version.PORTABLE) {
      return portable -> portable;
    }
    return switch (type) {
      case CPU -> BlockedChoice.of(device);
      case GPU -> GroupedChoice.of(device, tilings);
      default -> portable -> portable;
    };
  }
}
