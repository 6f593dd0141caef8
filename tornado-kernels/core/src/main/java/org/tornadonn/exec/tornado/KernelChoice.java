package org.tornadonn.exec.tornado;

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
   */
  static KernelChoice of(TornadoDevice device, TornadoDeviceType type, Version most) {
    if (most == Version.PORTABLE) {
      return portable -> portable;
    }
    return switch (type) {
      case CPU -> BlockedChoice.of(device);
      case GPU -> TiledChoice.of(device);
      default -> portable -> portable;
    };
  }
}
