package org.tornadonn.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.tornadonn.plan.Value;

/**
 * Values with names, in an order: what a {@link Block} takes and what it gives.
 *
 * @param byName in their order; of targets, there may be none
 */
public record Values(SequencedMap<String, Value> byName) {

  /** Copies the map. */
  public Values {
    byName = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byName));
  }

  /**
   * {@return one value}
   *
   * @param name what it is called
   * @param value stands for a batch
   */
  public static Values of(String name, Value value) {
    var one = new LinkedHashMap<String, Value>();
    one.put(name, value);
    return new Values(one);
  }

  /**
   * {@return two values}
   *
   * @param name what the first is called
   * @param value the first
   * @param second what the other is called
   * @param other the other
   */
  public static Values of(String name, Value value, String second, Value other) {
    return of(name, value).and(second, other);
  }

  /**
   * {@return operands, which are called by their positions, from 0}
   *
   * @param values in their order; one may be there twice
   */
  public static Values of(Value... values) {
    return of(List.of(values));
  }

  /**
   * {@return operands, which are called by their positions, from 0}
   *
   * @param values in their order; one may be there twice
   */
  public static Values of(List<Value> values) {
    var all = new LinkedHashMap<String, Value>();
    values.forEach(value -> all.put(String.valueOf(all.size()), value));
    return new Values(all);
  }

  /**
   * {@return these and one more, behind them}
   *
   * @param name a name of its own
   * @param value what it stands for
   * @throws IllegalArgumentException if there is one of that name
   */
  public Values and(String name, Value value) {
    var more = new LinkedHashMap<>(byName);
    if (more.put(name, value) != null) {
      throw new IllegalArgumentException(
          "Two values are called '%s': give each a name of its own.".formatted(name));
    }
    return new Values(more);
  }

  /**
   * {@return the value of a name}
   *
   * @param name one of {@link #names}
   * @throws IllegalArgumentException if there is none; the message lists those that are there
   */
  public Value get(String name) {
    var value = byName.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "There is no value '%s', only %s.".formatted(name, names()));
    }
    return value;
  }

  /**
   * {@return the value at a position}
   *
   * @param index from 0
   * @throws IllegalArgumentException if there are fewer
   */
  public Value get(int index) {
    if (index < 0 || index >= size()) {
      throw new IllegalArgumentException(
          "There is no value %d, only %s, counted from 0.".formatted(index, names()));
    }
    return list().get(index);
  }

  /**
   * {@return the value, where there is one}
   *
   * @throws IllegalArgumentException if there are several, or none
   */
  public Value only() {
    if (size() != 1) {
      throw new IllegalArgumentException(
          "One value is wanted, but there are %s: say which.".formatted(names()));
    }
    return list().getFirst();
  }

  /** These, if there are as many as a block takes. */
  Values exactly(int count, String block) {
    if (size() != count) {
      throw new IllegalArgumentException(
          "%s takes %d values, but gets %d: %s.".formatted(block, count, size(), byName));
    }
    return this;
  }

  /** {@return what they are called} */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** {@return the values in their order} */
  public List<Value> list() {
    return new ArrayList<>(byName.values());
  }

  /** {@return no values} */
  public static Values none() {
    return new Values(new LinkedHashMap<>());
  }

  /** {@return how many there are} */
  public int size() {
    return byName.size();
  }

  /** Names and shapes. */
  @Override
  public String toString() {
    return byName.toString();
  }
}
