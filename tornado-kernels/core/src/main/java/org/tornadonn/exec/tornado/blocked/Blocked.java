package org.tornadonn.exec.tornado.blocked;

import org.tornadonn.exec.tornado.graph.Grouped;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;

/**
 * A kernel that keeps a block of results in registers, and copies what it reads into small private
 * arrays. One index is one work-item and computes many results; a work-group is one work-item, so
 * that a few of them are spread over all cores.
 */
sealed interface Blocked extends Grouped
    permits BlockedConv2d,
        BlockedConv2dInputGradient,
        BlockedConv2dWeightGradient,
        BlockedCopy,
        BlockedFmaChains,
        BlockedLinear,
        BlockedLinearInputGradient,
        BlockedLinearWeightGradient {

  /** As many work-items as there are indices, each a group. */
  @Override
  default WorkerGrid grid() {
    var grid = new WorkerGrid1D(size());
    grid.setLocalWork(1, 1, 1);
    return grid;
  }
}
