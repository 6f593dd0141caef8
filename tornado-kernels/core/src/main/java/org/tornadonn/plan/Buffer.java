package org.tornadonn.plan;

import org.jspecify.annotations.Nullable;

/** A named piece of memory that a plan reads or writes: a shape and a role, no array yet. */
public final class Buffer {

  private final String name;
  private final Shape shape;
  private final Role role;
  private final float @Nullable [] numbers;

  /**
   * A buffer; two buffers are the same only if they are the same object.
   *
   * @param name what it holds, for reports: {@code conv.0/y}
   */
  public Buffer(String name, Shape shape, Role role) {
    this(name, shape, role, null);
  }

  private Buffer(String name, Shape shape, Role role, float @Nullable [] numbers) {
    this.name = name;
    this.shape = shape;
    this.role = role;
    this.numbers = numbers;
  }

  /** A buffer that holds known numbers, which nothing writes. */
  static Buffer constant(String name, Shape shape, float[] numbers) {
    return new Buffer(name, shape, Role.CONSTANT, numbers);
  }

  public String name() {
    return name;
  }

  public Shape shape() {
    return shape;
  }

  public Role role() {
    return role;
  }

  /** The numbers of a constant. */
  float @Nullable [] numbers() {
    return numbers;
  }

  /** Its size in memory, in bytes. */
  public long bytes() {
    return 4L * shape.size();
  }

  /** All of this buffer. */
  public Slice whole() {
    return new Slice(this, 0, shape);
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }
}
