package org.tornadonn.onnx;

import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Value;

/** Where a replayed graph has its weights from. */
interface Leaves {

  /** A weight that is trained. */
  Value parameter(Weight weight);

  /** A weight that is measured while training, such as a mean of all batches. */
  Value state(Weight weight);

  /** The number of batches so far, {@code ()}, beside a running state. */
  Value batches(String name);

  /** The number of samples in use; null unless the graph is trained. */
  @Nullable Value fill();
}
