package org.tornadonn.plan;

/**
 * Shapes that do not fit: the message names the layer, what it expects, what came, and what to do.
 */
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }
}
