package org.tornadonn.layer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a model at one time: parameters and running states that belong together. Whoever
 * holds one may rely on it: a model that changes gets another one.
 *
 * @param values all parameters, laid out as {@link Model#parameters} says
 * @param stateValues all running states, laid out as {@link Model#states} says
 */
@SuppressWarnings("ArrayRecordComponent") // two are equal if they are the same object
public record Weights(float[] values, float[] stateValues) {

  /** {@return the same numbers in arrays of their own} */
  public Weights copy() {
    return new Weights(values.clone(), stateValues.clone());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  /** How many there are. */
  @Override
  public String toString() {
    var parameters = String.format(Locale.ROOT, "%,d parameters", values.length);
    return stateValues.length == 0
        ? parameters
        : String.format(Locale.ROOT, "%s, %,d running states", parameters, stateValues.length);
  }
}
