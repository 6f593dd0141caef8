package org.tornadonn.train;

/** A training that cannot go on: the message says where it stopped and what to do. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
