package org.tornadonn.onnx.tensor;

/** Kinds of refusals. */
public enum Reason {
  /** An operator that has no counterpart in this library. */
  OPERATOR("an operator that is not read"),
  /** An operator that is read, with attributes or inputs that are not. */
  VARIANT("a variant of an operator that is not read"),
  /** A plan has fixed sizes and no branches. */
  DATA("what is done depends on the numbers of an input"),
  /** Loops, and branches whose condition is computed. */
  CONTROL("control flow that depends on the numbers of an input"),
  /** Arrays have at least one element. */
  EMPTY("a tensor without elements"),
  /** Sequences, optionals and maps. */
  CONTAINER("a sequence, an optional or a map"),
  /** Strings, complex numbers, numbers of fewer than eight bits. */
  TYPE("a type of numbers that is not read"),
  /** Devices compute in float32, which is exact up to 2²⁴. */
  EXACTNESS("whole numbers, or digits, that float32 cannot carry"),
  /** Random numbers are the trainer's, which can repeat them. */
  RANDOM("random numbers"),
  /** Sizes that do not fit each other, or more than an array holds. */
  SHAPE("sizes that do not fit"),
  /** Only files in the folder of a model are opened. */
  ELSEWHERE("numbers that are not in the model's folder"),
  /** A file that breaks the format's rules. */
  DAMAGED("a graph that is no valid ONNX");

  private final String words;

  Reason(String words) {
    this.words = words;
  }

  /** What is refused, for tables. */
  public String words() {
    return words;
  }
}
