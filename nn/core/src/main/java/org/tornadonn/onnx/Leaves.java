package org.tornadonn.onnx;

import org.tornadonn.plan.Value;

/** Where a replayed graph has its weights from. */
interface Leaves {

  /** A weight that is trained. */
  Value parameter(Weight weight);

  /** A weight that is measured while training, such as a mean of all batches. */
  Value state(Weight weight);
}
