package org.tornadonn.plan;

/**
 * Shapes that do not fit: the message names the layer, what it expects, what came, and what to do.
 */
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }

  /**
   * This exception, with a layer's path in front of its message, if there is none yet.
   *
   * @param path empty for none
   */
  ShapeException in(String path) {
    var message = String.valueOf(getMessage());
    return path.isEmpty() || message.startsWith("Layer '")
        ? this
        : new ShapeException("Layer '" + path + "': " + message);
  }
}
