package org.tornadonn.exec;

/** Plans do not fit into a device's memory; nothing was allocated. */
public final class MemoryException extends ExecutionException {

  private static final long serialVersionUID = 1;

  /** An error whose message says how much is needed, how much there is, and what would fit. */
  public MemoryException(String message) {
    super(message);
  }
}
