package org.tornadonn.layer;

/** A state that does not fit a model: the message names the tensors and what is wrong with them. */
public final class StateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message for people.
   *
   * @param message the tensor, what was expected, what came, and what to do
   */
  public StateException(String message) {
    super(message);
  }
}
