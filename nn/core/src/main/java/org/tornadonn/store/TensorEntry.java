package org.tornadonn.store;

import org.tornadonn.plan.Shape;

/** Where a tensor's numbers lie in a file. */
sealed interface TensorEntry {

  /** What it is called. */
  String name();

  /** Its first byte, counted from the end of the header. */
  long begin();

  /** The byte behind its last. */
  long end();

  /** One that becomes float32. */
  record Numbers(String name, DataType type, Shape shape, long begin, long end)
      implements TensorEntry {}

  /**
   * One that the file may have, but no model.
   *
   * @param reason what it is: {@code is stored as C64, …}
   */
  record Unread(String name, String reason, long begin, long end) implements TensorEntry {}
}
