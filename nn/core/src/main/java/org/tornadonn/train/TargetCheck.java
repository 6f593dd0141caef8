package org.tornadonn.train;

import java.util.Optional;

/** Looks for what is wrong with a number of a target. */
enum TargetCheck {
  /** Any number. */
  FINITE {
    @Override
    Optional<String> faultOf(float target) {
      return Optional.empty();
    }
  },
  /** A number from 0 to 1. */
  PROBABILITY {
    @Override
    Optional<String> faultOf(float target) {
      return target >= 0 && target <= 1
          ? Optional.empty()
          : Optional.of(
              "target %s, but this loss takes probabilities, from 0 to 1. Scale the targets, or use another loss."
                  .formatted(target));
    }
  },
  /** 1 for yes, −1 for no. */
  SIGN {
    @Override
    Optional<String> faultOf(float target) {
      return Math.abs(target) == 1
          ? Optional.empty()
          : Optional.of(
              "target %s, but this loss takes 1 for what is alike and -1 for what is not. Change the target."
                  .formatted(target));
    }
  };

  /** What is wrong with a finite number. */
  abstract Optional<String> faultOf(float target);

  /** What is wrong with the first number that is wrong, as {@link Loss#fault} says. */
  Optional<String> fault(float[] y, int at, int length) {
    for (int i = at; i < at + length; i++) {
      var fault =
          Float.isFinite(y[i])
              ? faultOf(y[i])
              : Optional.of(
                  "target %s, but a loss takes finite numbers. Repair or remove the sample."
                      .formatted(y[i]));
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }
}
