package org.tornadonn.plan;

/**
 * Where an operation puts the gradient of one of its inputs.
 *
 * @param accumulate whether another user of the value has written its share already, so that this
 *     one must add
 */
public record Gradient(Slice slice, boolean accumulate) {

  /** The flag as kernels take it: 1 to add, 0 to overwrite. */
  public int add() {
    return accumulate ? 1 : 0;
  }
}
