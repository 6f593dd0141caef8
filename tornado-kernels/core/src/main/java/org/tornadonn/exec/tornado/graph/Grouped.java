package org.tornadonn.exec.tornado.graph;

import org.tornadonn.plan.Kernel;
import uk.ac.manchester.tornado.api.WorkerGrid;

/** A kernel that says itself how its work-items are grouped. */
public interface Grouped extends Kernel {

  /** How many tasks it becomes; the grid is that of the first. */
  default int tasks() {
    return 1;
  }

  /** The work-items and their groups. */
  WorkerGrid grid();
}
