package org.tornadonn.benchmarks;

import static org.tornadonn.benchmarks.Operand.index;
import static org.tornadonn.benchmarks.Operand.normal;
import static org.tornadonn.benchmarks.Operand.positive;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tornadonn.op.F;
import org.tornadonn.plan.Value;

/** Functions that others make up, element by element or along an axis. */
final class ComposedCases {

  private final List<FunctionCase> cases = new ArrayList<>();

  private ComposedCases() {}

  static List<FunctionCase> all() {
    var all = new ComposedCases();
    all.ofOneValue();
    all.ofMore();
    all.alongAxes();
    return all.cases;
  }

  private void unary(String name, UnaryOperator<Value> ours, String theirs, Operand x) {
    cases.add(FunctionCase.of(name, v -> ours.apply(v.getFirst()), theirs, x));
  }

  private void flat(String name, UnaryOperator<Value> ours, String theirs, Operand x) {
    cases.add(FunctionCase.of(name, v -> ours.apply(v.getFirst()), theirs, x).withoutGradient());
  }

  private void ofOneValue() {
    var x = normal(1024, 1024);
    var p = positive(1024, 1024);
    unary("log2", F::log2, "torch.log2(a)", p);
    unary("log10", F::log10, "torch.log10(a)", p);
    unary("logit", x1 -> F.logit(F.mul(x1, 0.4f)), "torch.logit(a * 0.4)", p);
    unary("sinc", F::sinc, "torch.sinc(a)", x);
    unary("frac", F::frac, "torch.frac(a)", x);
    flat("trunc", F::trunc, "torch.trunc(a)", x);
    unary("deg2rad", F::deg2rad, "torch.deg2rad(a)", x);
    unary("rad2deg", F::rad2deg, "torch.rad2deg(a)", x);
    flat("isfinite", F::isfinite, "torch.isfinite(a)", x);
    flat("isinf", F::isinf, "torch.isinf(a)", x);
    unary("nan_to_num", F::nanToNum, "torch.nan_to_num(a)", x);
    unary("glu", v -> F.glu(v, -1), "F.glu(a)", x);
    unary("triu", v -> F.triu(v, 0), "a.triu()", normal(64, 128, 128));
  }

  private void ofMore() {
    var x = normal(1024, 1024);
    var p = positive(1024, 1024);
    cases.add(
        FunctionCase.of("fmod", v -> F.fmod(v.get(0), v.get(1)), "torch.fmod(a, b)", x, p)
            .withoutGradient());
    cases.add(
        FunctionCase.of("xlogy", v -> F.xlogy(v.get(0), v.get(1)), "torch.xlogy(a, b)", x, p));
    cases.add(
        FunctionCase.of(
            "logaddexp", v -> F.logaddexp(v.get(0), v.get(1)), "torch.logaddexp(a, b)", x, x));
    cases.add(
        FunctionCase.of(
                "heaviside", v -> F.heaviside(v.get(0), v.get(1)), "torch.heaviside(a, b)", x, x)
            .withoutGradient());
    cases.add(
        FunctionCase.of(
            "addcmul",
            v -> F.addcmul(v.get(0), v.get(1), v.get(2), 0.5f),
            "torch.addcmul(a, b, c, value=0.5)",
            x,
            x,
            x));
    cases.add(
        FunctionCase.of(
            "addcdiv",
            v -> F.addcdiv(v.get(0), v.get(1), v.get(2), 0.5f),
            "torch.addcdiv(a, b, c, value=0.5)",
            x,
            x,
            p));
    cases.add(
        FunctionCase.of(
            "lerp", v -> F.lerp(v.get(0), v.get(1), v.get(2)), "torch.lerp(a, b, c)", x, x, p));
    cases.add(
        FunctionCase.of(
            "masked_fill",
            v -> F.maskedFill(v.get(0), v.get(1), -1),
            "a.masked_fill(b.bool(), -1)",
            x,
            index(2, 1024, 1024)));
  }

  private void alongAxes() {
    var x = normal(64, 128, 128);
    unary("amin", v -> F.amin(v, 1), "a.amin(1)", x);
    unary("min", v -> F.min(v, 1, false), "a.min(1).values", x);
    flat("argmin", v -> F.argmin(v, 1, false), "a.argmin(1)", x);
    unary("std", v -> F.std(v, 1), "a.std(1)", x);
    flat("all", v -> F.all(v, false, 1), "a.bool().all(1)", x);
    unary("movedim", v -> F.movedim(v, 0, 2), "a.movedim(0, 2).contiguous()", x);
    unary("narrow", v -> F.narrow(v, 1, 7, 60), "a.narrow(1, 7, 60).contiguous()", x);
    unary("split", v -> F.split(v, 50, 2).get(1), "a.split(50, 2)[1].contiguous()", x);
    unary("chunk", v -> F.chunk(v, 3, 1).get(1), "a.chunk(3, 1)[1].contiguous()", x);
  }
}
