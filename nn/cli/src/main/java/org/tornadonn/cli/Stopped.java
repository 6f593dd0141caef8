package org.tornadonn.cli;

/** A command that ended early because it was asked to; the message says how to go on. */
final class Stopped extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;

  Stopped(String message, int code) {
    super(message);
    this.code = code;
  }

  /** The exit code. */
  int code() {
    return code;
  }
}
