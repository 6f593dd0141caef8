package org.tornadonn.train;

/** A schedule that says what it does. */
record NamedSchedule(String name, Schedule rates) implements Schedule {

  @Override
  public float rate(float base, double epoch) {
    return rates.rate(base, epoch);
  }

  @Override
  public String toString() {
    return name;
  }
}
