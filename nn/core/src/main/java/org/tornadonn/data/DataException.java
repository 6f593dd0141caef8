package org.tornadonn.data;

/** Data that cannot be used: the message says which file, what is wrong with it, and what to do. */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Data that cannot be used.
   *
   * @param message one line: which file, what is wrong with it, what to do
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * Data that cannot be used, because something else failed.
   *
   * @param message one line: which file, what is wrong with it, what to do
   * @param cause what failed
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
