package org.tornadonn.onnx;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.tornadonn.onnx.tensor.HostTensor;
import org.tornadonn.op.F;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.activation.LeakyReLU;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Value;

/** Operators that map every fraction by itself. */
final class Functions {

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("Exp", of(Math::exp, F::exp)),
          entry("Log", of(Math::log, F::log)),
          entry("Sqrt", of(Math::sqrt, F::sqrt)),
          entry("Reciprocal", of(x -> 1 / x, F::reciprocal)),
          entry("Floor", of(Math::floor, F::floor)),
          entry("Ceil", of(Math::ceil, F::ceil)),
          entry("Round", of(Math::rint, F::round)),
          entry("Sin", of(Math::sin, F::sin)),
          entry("Cos", of(Math::cos, F::cos)),
          entry("Tan", of(Math::tan, F::tan)),
          entry("Sinh", of(Math::sinh, F::sinh)),
          entry("Cosh", of(Math::cosh, F::cosh)),
          entry("Tanh", of(Math::tanh, F::tanh)),
          entry("Asin", of(Math::asin, F::asin)),
          entry("Acos", of(Math::acos, F::acos)),
          entry("Atan", of(Math::atan, F::atan)),
          entry("Sigmoid", of(x -> 1 / (1 + Math.exp(-x)), F::sigmoid)),
          entry("Erf", of(F::erf)),
          entry("Asinh", of(F::asinh)),
          entry("Acosh", of(F::acosh)),
          entry("Atanh", of(F::atanh)),
          entry("Softplus", of(Functions::softplus)),
          entry("Softsign", of(x -> F.div(x, F.add(F.abs(x), 1)))),
          entry("Mish", of(x -> F.mul(x, F.tanh(softplus(x))))),
          entry("HardSwish", of(x -> F.mul(x, F.clamp(F.add(F.div(x, 6), 0.5f), 0, 1)))),
          entry("Relu", Rule.one(Functions::relu)),
          entry("Elu", Rule.one(n -> fraction(n, elu(n.value(0), n.number("alpha", 1))))),
          entry("Celu", Rule.one(n -> celu(n))),
          entry("LeakyRelu", Rule.one(n -> leakyRelu(n))),
          entry("Selu", Rule.one(Functions::selu)),
          entry("HardSigmoid", Rule.one(Functions::hardSigmoid)),
          entry("ThresholdedRelu", Rule.one(Functions::thresholdedRelu)),
          entry("Shrink", Rule.one(Functions::shrink)),
          entry("PRelu", Rule.one(Functions::pRelu)),
          entry("Gelu", Rule.one(Functions::gelu)),
          entry("Swish", Rule.one(Functions::swish)));

  private static final float SELU_ALPHA = 1.6732632f;
  private static final float SELU_GAMMA = 1.050701f;

  private Functions() {}

  private static Rule of(DoubleUnaryOperator known, UnaryOperator<Value> computed) {
    return Rule.one(
        node -> {
          if (node.folds() && node.in(0).type().isFloating()) {
            HostTensor x = node.known(0);
            return node.fractions(x.type(), x.dims(), i -> known.applyAsDouble(x.number(i)));
          }
          return fraction(node, computed.apply(node.value(0)));
        });
  }

  private static Rule of(UnaryOperator<Value> computed) {
    return Rule.one(node -> fraction(node, computed.apply(node.value(0))));
  }

  /** A result of the type of the first input, which has to be one of fractions. */
  static Computed fraction(Invocation node, Value value) {
    var type = node.in(0).type();
    if (!type.isFloating()) {
      throw node.variant("takes numbers of type %s".formatted(type));
    }
    return new Computed(value, type);
  }

  private static Operand applied(Invocation node, Operation operation) {
    var x = node.value(0);
    return fraction(node, x.tape().apply(operation, x));
  }

  private static Operand leakyRelu(Invocation node) {
    return applied(node, new LeakyReLU(node.number("alpha", 0.01f)));
  }

  private static Value elu(Value x, float alpha) {
    return F.where(F.lt(x, 0), F.mul(F.expm1(x), alpha), x);
  }

  private static Operand celu(Invocation node) {
    float alpha = node.number("alpha", 1);
    var x = node.value(0);
    return fraction(node, F.where(F.lt(x, 0), F.mul(F.expm1(F.div(x, alpha)), alpha), x));
  }

  /** ln(1 + eˣ) without overflow. */
  private static Value softplus(Value x) {
    return F.add(F.relu(x), F.log1p(F.exp(F.neg(F.abs(x)))));
  }

  private static Operand relu(Invocation node) {
    var type = node.in(0).type();
    if (type.isInteger()) {
      long[] bounds = node.bounds(0);
      return new Computed(
          F.relu(node.value(0)), type, Math.max(0, bounds[0]), Math.max(0, bounds[1]));
    }
    return fraction(node, F.relu(node.value(0)));
  }

  private static Operand selu(Invocation node) {
    float alpha = node.number("alpha", SELU_ALPHA);
    float gamma = node.number("gamma", SELU_GAMMA);
    return fraction(node, F.mul(elu(node.value(0), alpha), gamma));
  }

  private static Operand hardSigmoid(Invocation node) {
    float alpha = node.number("alpha", 0.2f);
    float beta = node.number("beta", 0.5f);
    return fraction(node, F.clamp(F.add(F.mul(node.value(0), alpha), beta), 0, 1));
  }

  private static Operand thresholdedRelu(Invocation node) {
    var x = node.value(0);
    return fraction(node, F.where(F.gt(x, node.number("alpha", 1)), x, 0));
  }

  private static Operand shrink(Invocation node) {
    float lambda = node.number("lambd", 0.5f);
    float bias = node.number("bias", 0);
    var x = node.value(0);
    return fraction(
        node,
        F.where(F.lt(x, -lambda), F.add(x, bias), F.where(F.gt(x, lambda), F.sub(x, bias), 0)));
  }

  private static Operand pRelu(Invocation node) {
    var x = node.value(0);
    return fraction(node, F.where(F.lt(x, 0), F.mul(x, node.value(1)), x));
  }

  private static Operand gelu(Invocation node) {
    var approximate = node.text("approximate", "none");
    return switch (approximate) {
      case "none" -> applied(node, new GELU(GELU.Approximate.NONE));
      case "tanh" -> applied(node, new GELU(GELU.Approximate.TANH));
      default -> throw node.variant("has an approximation '%s'".formatted(approximate));
    };
  }

  private static Operand swish(Invocation node) {
    var x = node.value(0);
    return fraction(node, F.mul(x, F.sigmoid(F.mul(x, node.number("alpha", 1)))));
  }
}
