package org.tornadonn.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which buffers of plans that are loaded together share memory: an activation's array is free again
 * after its last use, and an elementwise result takes the place of its operand where nobody needs
 * that any more. Plans run one after the other, so each begins with all activations' arrays free.
 *
 * <p>Arrays that grow with what they have to hold are better for most plans, and worse for some:
 * the shorter layout of both is taken.
 */
public final class MemoryPlan {

  private final ArrayLayout layout;

  /** Assigns every buffer an array; only activations share. */
  public MemoryPlan(List<Plan> plans) {
    this.layout =
        Stream.of(true, false)
            .map(grows -> new ArrayLayout(plans, grows))
            .min(Comparator.comparingLong(ArrayLayout::size))
            .orElseThrow();
  }

  /** Assigns every buffer of one plan an array. */
  public MemoryPlan(Plan plan) {
    this(List.of(plan));
  }

  /** The number of an array, counted from 0, that holds a buffer of the plans. */
  public int arrayOf(Buffer buffer) {
    var array = layout.arrayOf.get(buffer);
    if (array == null) {
      throw new IllegalArgumentException("No plan uses " + buffer + ".");
    }
    return array;
  }

  /** The buffers of the plans. */
  public List<Buffer> buffers() {
    return List.copyOf(layout.arrayOf.keySet());
  }

  /** The lengths of the arrays, in floats. */
  public List<Integer> sizes() {
    return List.copyOf(layout.sizes);
  }

  /** The bytes of all arrays together. */
  public long bytes() {
    return Float.BYTES * layout.size();
  }
}
