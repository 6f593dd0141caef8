package org.tornadonn.exec.tornado;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.WorkerGrid;

/** A kernel that says itself how its work-items are grouped. */
sealed interface Grouped extends Kernel permits Blocked, GroupedChannelSums, TiledProduct {

  /** How many tasks it becomes; the grid is that of the first. */
  default int tasks() {
    return 1;
  }

  /** The work-items and their groups. */
  WorkerGrid grid();
}
