package org.tornadonn.fuzz;

import java.nio.file.Path;
import java.util.List;
import org.tornadonn.data.DataException;
import org.tornadonn.heap.HeapException;

/** A reader that is given inputs of which most are wrong. */
interface Target {

  /** What it is called in {@code -Dtornadonn.fuzz=NAME:NUMBER}. */
  String name();

  /** Valid inputs: each is read. */
  List<byte[]> seeds();

  /** How the names of its files end. */
  String ending();

  /** How many inputs it reads in an ordinary build: a few seconds' worth. */
  int inputs();

  /** An input that may be wrong in any way. */
  default byte[] input(Choices choices) {
    return Mutation.several(choices.of(seeds()), seeds(), choices);
  }

  /**
   * Reads an input, and uses what it has read.
   *
   * @throws Exception a refusal in words, or a defect
   */
  void read(Path file) throws Exception;

  /** What refusals are made of. */
  default List<Class<? extends Exception>> refusals() {
    return List.of(DataException.class, HeapException.class);
  }

  /** The most bytes that may be allocated while an input is read. */
  default long mostBytes(byte[] input) {
    return (32L << 20) + 64L * input.length;
  }
}
