package org.tornadonn.exec;

/** A device that failed: the message says which device, which layer and operation, and why. */
public class ExecutionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ExecutionException(String message) {
    super(message);
  }

  public ExecutionException(String message, Throwable cause) {
    super(message, cause);
  }
}
