package org.tornadonn.plan;

/** A named piece of memory that a plan reads or writes: a shape and a role, no array yet. */
public final class Buffer {

  private final String name;
  private final Shape shape;
  private final Role role;

  /**
   * A buffer; two buffers are the same only if they are the same object.
   *
   * @param name what it holds, for reports: {@code conv.0/y}
   */
  public Buffer(String name, Shape shape, Role role) {
    this.name = name;
    this.shape = shape;
    this.role = role;
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
