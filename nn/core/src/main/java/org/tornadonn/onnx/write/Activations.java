package org.tornadonn.onnx.write;

import java.util.Locale;
import org.tornadonn.op.activation.Dropout;
import org.tornadonn.op.activation.ELU;
import org.tornadonn.op.activation.GELU;
import org.tornadonn.op.activation.Hardswish;
import org.tornadonn.op.activation.Hardtanh;
import org.tornadonn.op.activation.LeakyReLU;
import org.tornadonn.op.activation.LogSoftmax;
import org.tornadonn.op.activation.LogSumExp;
import org.tornadonn.op.activation.ReLU;
import org.tornadonn.op.activation.Sigmoid;
import org.tornadonn.op.activation.Softmax;
import org.tornadonn.op.activation.Softplus;
import org.tornadonn.op.activation.Tanh;
import org.tornadonn.op.arithmetic.Identity;

/** Activations, and what leaves values as they are. */
final class Activations {

  /** From there on, float32 cannot tell ln(1 + eˣ) from x. */
  private static final float LINEAR = 16;

  private Activations() {}

  static boolean write(Step step) {
    var x = step.operands() == 0 ? "" : step.in(0);
    switch (step.operation()) {
      case ReLU _ -> step.op("Relu", x).gives();
      case LeakyReLU l -> step.op("LeakyRelu", x).with("alpha", l.slope()).gives();
      case GELU g ->
          step.op("Gelu", x)
              .with("approximate", g.approximate().name().toLowerCase(Locale.ROOT))
              .gives();
      case Sigmoid _ -> step.op("Sigmoid", x).gives();
      case Tanh _ -> step.op("Tanh", x).gives();
      case Softmax s -> step.op("Softmax", x).with("axis", s.axis()).gives();
      case LogSoftmax s -> step.op("LogSoftmax", x).with("axis", s.axis()).gives();
      case LogSumExp s -> Reductions.reduce(step, "ReduceLogSumExp", s.axis(), 1);
      case Hardtanh h -> Elementwise.clip(step, h.low(), h.high());
      case Hardswish _ -> step.op("HardSwish", x).gives();
      case ELU e -> elu(step, e);
      case Softplus s -> softplus(step, s);
      case Dropout d when !d.training() -> step.op("Identity", x).gives();
      case Identity _ -> step.op("Identity", x).gives();
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void elu(Step step, ELU elu) {
    var x = step.in(0);
    if (elu.scale() == 1 && elu.inputScale() == 1) {
      step.op("Elu", x).with("alpha", elu.alpha()).gives();
    } else if (elu.inputScale() == 1) {
      step.op("Selu", x).with("alpha", elu.alpha()).with("gamma", elu.scale()).gives();
    } else {
      var scaled = step.op("Mul", x, step.number(elu.inputScale())).value();
      var below = step.op("Mul", Elementwise.expm1(step, scaled).value(), step.number(elu.alpha()));
      var above = step.op("Greater", x, step.number(0)).value();
      var y = step.op("Where", above, x, below.value()).value();
      step.op("Mul", y, step.number(elu.scale())).gives();
    }
  }

  private static void softplus(Step step, Softplus softplus) {
    var x = step.in(0);
    if (softplus.beta() == 1 && softplus.threshold() >= LINEAR) {
      step.op("Softplus", x).gives();
      return;
    }
    var beta = step.number(softplus.beta());
    var scaled = step.op("Mul", x, beta).value();
    var soft = step.op("Div", step.op("Softplus", scaled).value(), beta).value();
    var above = step.op("Greater", scaled, step.number(softplus.threshold())).value();
    step.op("Where", above, x, soft).gives();
  }
}
