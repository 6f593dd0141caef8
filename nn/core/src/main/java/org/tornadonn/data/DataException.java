package org.tornadonn.data;

/** Data that cannot be used: the message says which file, what is wrong with it, and what to do. */
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
