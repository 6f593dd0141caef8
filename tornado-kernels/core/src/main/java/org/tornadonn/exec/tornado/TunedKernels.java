package org.tornadonn.exec.tornado;

import java.util.function.Function;
import org.tornadonn.exec.Placement.Version;
import org.tornadonn.exec.tornado.blocked.BlockedChoice;
import org.tornadonn.exec.tornado.graph.KernelChoice;
import org.tornadonn.exec.tornado.tiled.GroupedChoice;
import org.tornadonn.exec.tornado.tiled.TilingEstimate;
import org.tornadonn.exec.tornado.tiled.Tilings;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** Which tuned kernels a type of device runs. */
final class TunedKernels {

  private TunedKernels() {}

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
      case GPU -> GroupedChoice.of(device, tilings, most == Version.FUSED);
      default -> portable -> portable;
    };
  }
}
