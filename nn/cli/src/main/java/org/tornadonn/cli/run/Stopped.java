package org.tornadonn.cli.run;

/** A command that ended early because it was asked to; the message says how to go on. */
public final class Stopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;

  Stopped(String message, int code) {
    super(message);
    this.code = code;
  }

  /** The exit code. */
  public int code() {
    return code;
  }
}
