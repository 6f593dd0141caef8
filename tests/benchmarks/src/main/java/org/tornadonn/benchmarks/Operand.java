package org.tornadonn.benchmarks;

import java.util.Random;
import org.tornadonn.plan.Shape;

/** An operand of a {@link FunctionCase}: its shape, and which numbers are in it. */
record Operand(Kind kind, Shape shape, int limit) {

  /** Which numbers. */
  enum Kind {
    /** Around 0, with variance 1. */
    NORMAL,
    /** From 0.1 to 2. */
    POSITIVE,
    /** From −0.9 to 0.9. */
    UNIT,
    /** Whole numbers below the limit. */
    INDEX,
    /** Small numbers around 0 that training would change. */
    WEIGHT
  }

  static Operand normal(int... dims) {
    return new Operand(Kind.NORMAL, Shape.of(dims), 0);
  }

  static Operand positive(int... dims) {
    return new Operand(Kind.POSITIVE, Shape.of(dims), 0);
  }

  static Operand unit(int... dims) {
    return new Operand(Kind.UNIT, Shape.of(dims), 0);
  }

  static Operand index(int limit, int... dims) {
    return new Operand(Kind.INDEX, Shape.of(dims), limit);
  }

  static Operand weight(int... dims) {
    return new Operand(Kind.WEIGHT, Shape.of(dims), 0);
  }

  /** The numbers, the same in every run. */
  void fill(float[] numbers, int at, Random random) {
    for (int i = 0; i < shape.size(); i++) {
      numbers[at + i] =
          switch (kind) {
            case NORMAL -> (float) random.nextGaussian();
            case POSITIVE -> 0.1f + 1.9f * random.nextFloat();
            case UNIT -> 1.8f * random.nextFloat() - 0.9f;
            case INDEX -> random.nextInt(limit);
            case WEIGHT -> 0.05f * (float) random.nextGaussian();
          };
    }
  }
}
