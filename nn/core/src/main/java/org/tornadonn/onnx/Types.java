package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Map;
import org.tornadonn.onnx.tensor.ElementType;
import org.tornadonn.onnx.tensor.Reason;
import org.tornadonn.onnx.tensor.Refusal;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Changes of types. On devices all numbers are float32, whatever their type is called. */
final class Types {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Cast", Rule.one(Types::cast)), entry("CastLike", Rule.one(Types::castLike)));

  private Types() {}

  private static Operand cast(Invocation node) {
    node.ignore("saturate", "round_mode");
    return to(node, ElementType.of((int) node.integer("to", 0)));
  }

  private static Operand castLike(Invocation node) {
    node.ignore("saturate", "round_mode");
    return to(node, node.in(1).type());
  }

  private static Operand to(Invocation node, ElementType type) {
    var x = node.in(0);
    if (x instanceof Known known) {
      return new Known(known.tensor().cast(type));
    }
    if (x.type() == type) {
      return x;
    }
    if (type == ElementType.BOOL) {
      return new Computed(F.ne(node.value(0), 0), type);
    }
    if (type.isFloating()) {
      requireDigits(type);
      return new Computed(node.value(0), type);
    }
    if (x.type().isFloating()) {
      return new Computed(truncated(node.value(0)), type);
    }
    long[] bounds = node.bounds(0);
    if (bounds[0] < type.low() || bounds[1] > type.high()) {
      throw new Refusal(
          Reason.EXACTNESS, "makes %s of %s, which may lose bits".formatted(type, x.type()));
    }
    return new Computed(node.value(0), type, bounds[0], bounds[1]);
  }

  /** Float32 has more digits than bfloat16, and nothing takes them away. */
  private static void requireDigits(ElementType type) {
    if (type == ElementType.BFLOAT16) {
      throw new Refusal(Reason.EXACTNESS, "rounds to bfloat16");
    }
  }

  /** Rounded towards 0. */
  static Value truncated(Value x) {
    return F.where(F.lt(x, 0), F.ceil(x), F.floor(x));
  }
}
