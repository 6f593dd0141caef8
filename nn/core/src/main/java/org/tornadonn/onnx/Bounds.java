package org.tornadonn.onnx;

import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;

/** What whole numbers are at least and at most. */
final class Bounds {

  private Bounds() {}

  /** Refuses arithmetic of whole numbers that may be anything. */
  static void requireExact(ElementType type, long... bounds) {
    if (bounds[0] < -Computed.EXACT || bounds[1] > Computed.EXACT) {
      throw new Refusal(
          Reason.EXACTNESS,
          "computes with whole numbers of type %s that may be beyond %d"
              .formatted(type, Computed.EXACT));
    }
  }
}
