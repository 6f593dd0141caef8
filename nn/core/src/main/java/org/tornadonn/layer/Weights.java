package org.tornadonn.layer;

/**
 * The numbers of a model at one time: parameters and running states that belong together. Whoever
 * holds one may rely on it: a model that changes gets another one.
 *
 * @param values all parameters, laid out as {@link Model#parameters} says
 * @param stateValues all running states, laid out as {@link Model#states} says
 */
@SuppressWarnings("ArrayRecordComponent") // the same numbers are the same object
public record Weights(float[] values, float[] stateValues) {

  /** {@return the same numbers in arrays of their own} */
  public Weights copy() {
    return new Weights(values.clone(), stateValues.clone());
  }

  /** How many there are. */
  @Override
  public String toString() {
    return "%d parameters, %d running states".formatted(values.length, stateValues.length);
  }
}
