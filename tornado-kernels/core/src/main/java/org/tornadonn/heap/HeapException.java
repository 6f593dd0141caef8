package org.tornadonn.heap;

/** More memory is asked for than Java may use; nothing was allocated. */
public final class HeapException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** An error whose message says what needs how much, how much there is, and what to do. */
  HeapException(String message) {
    super(message);
  }

  /** An error that Java itself has brought about. */
  HeapException(String message, Throwable cause) {
    super(message, cause);
  }
}
