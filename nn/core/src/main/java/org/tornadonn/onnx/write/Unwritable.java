package org.tornadonn.onnx.write;

/**
 * An operation that has no counterpart in ONNX; the message ends a sentence that begins with it.
 */
public final class Unwritable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Unwritable(String problem) {
    super(problem);
  }
}
