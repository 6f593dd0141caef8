package org.tornadonn.onnx.tensor;

import org.jspecify.annotations.Nullable;

/**
 * A graph, or a part of one, that this library does not run; never a wrong number in its place. The
 * message goes on after "it": {@code has a Loop 'l'}.
 */
public class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public Refusal(Reason reason, String message) {
    this(reason, message, null);
  }

  public Refusal(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Of which kind it is. */
  public Reason reason() {
    return reason;
  }

  /** The same, said of a place in the graph. */
  public Refusal at(String place) {
    return new Refusal(reason, "has " + place + " " + getMessage(), this);
  }
}
