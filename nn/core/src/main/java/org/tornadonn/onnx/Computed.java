package org.tornadonn.onnx;

import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/**
 * A value of the plan, in float32 whatever its type in ONNX is.
 *
 * @param low no whole number of it is less
 * @param high no whole number of it is more
 */
record Computed(Value value, ElementType type, long low, long high) implements Operand {

  /** The largest whole number up to which float32 has all. */
  static final long EXACT = 1 << 24;

  /** Whole numbers that come in may be so large, and a few of them are summed. */
  static final long LARGEST_INPUT = 1 << 22;

  /** Fractions, truth values, or whole numbers of which only the type is known. */
  Computed(Value value, ElementType type) {
    this(value, type, type.low(), type.high());
  }

  /**
   * Whole numbers within bounds; where the type is too narrow for them, the bits beyond its own are
   * lost.
   *
   * @throws Refusal if float32 cannot hold them
   */
  static Computed whole(Value value, ElementType type, long low, long high) {
    boolean exact = low >= -EXACT && high <= EXACT;
    if (exact && low >= type.low() && high <= type.high()) {
      return new Computed(value, type, low, high);
    }
    if (exact && type.high() < EXACT) {
      float count = type.high() - type.low() + 1;
      var times = F.floor(F.div(F.sub(value, (float) type.low()), count));
      return new Computed(F.sub(value, F.mul(times, count)), type);
    }
    throw new Refusal(
        Reason.EXACTNESS,
        "computes whole numbers from %d to %d of type %s; from %d to %d would be exact"
            .formatted(
                low, high, type, Math.max(-EXACT, type.low()), Math.min(EXACT, type.high())));
  }

  @Override
  public int[] dims() {
    return value.shape().toArray();
  }
}
