package org.tornadonn.op.loss;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * Connectionist temporal classification: {@code loss[n] = −ln Σ(π) Π(t) p[t, n, π(t)]} over all
 * paths π, one class for each frame, that become the target once neighbours that are the same are
 * made one and blanks are left out. For sequences whose labels are known, but not where they stand.
 *
 * <p>Inputs: logarithms of probabilities {@code (frames, n, classes)}, targets {@code (n, longest)}
 * of classes from 0, of which the first {@code targetLengths} count, and the lengths {@code (n)} of
 * both: result {@code (n)}. The probability of the target's first labels after t frames, with
 * blanks between them, is a sum over three of those after t − 1 (α), and that of the others after
 * them is one over three of those after t + 1 (β). All of it is in logarithms; −∞ stands as −1e30.
 *
 * <p>The gradient is {@code dp[t, n, c] = −dy[n] · Σ(s, label(s) = c) exp(α[t, s] + β[t, s] +
 * loss[n])}; frames behind the length get 0. That is the derivative. PyTorch's, which takes for
 * granted that a log-softmax stands before it, has {@code + dy[n] · exp p}, which vanishes in the
 * gradient of the logits. No path: the loss is ∞ and the gradient NaN, or both are 0.
 *
 * @param blank the class that stands for no label; PyTorch's default is 0
 * @param zeroInfinity whether a target that no path leads to has a loss of 0; default false
 * @see <a href="https://www.cs.toronto.edu/~graves/icml_2006.pdf">Graves and others, 2006</a>
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CTCLoss.html">PyTorch</a>
 */
public record CtcLoss(int blank, boolean zeroInfinity) implements Operation {

  @Override
  public String name() {
    return "ctc_loss";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var p = inputs.get(0);
    var targets = inputs.get(1);
    boolean fits = p.rank() == 3 && targets.rank() == 2 && targets.dim(0) == p.dim(1);
    for (int i = 2; fits && i < 4; i++) {
      fits = inputs.get(i).rank() == 1 && inputs.get(i).dim(0) == p.dim(1);
    }
    if (!fits) {
      throw new ShapeException(
          "CTC loss expects log-probabilities (frames, n, classes), targets (n, longest) and two lengths (n), but gets %s."
              .formatted(inputs));
    }
    if (blank < 0 || blank >= p.dim(2)) {
      throw new ShapeException(
          "CTC loss has %d as blank, but the classes are 0 to %d: take one of them."
              .formatted(blank, p.dim(2) - 1));
    }
    return Shape.of(p.dim(1));
  }

  private static CtcSizes sizes(Shape p, Shape targets) {
    return new CtcSizes(p.dim(0), p.dim(1), p.dim(2), targets.dim(1));
  }

  @Override
  public void forward(Forward pass) {
    var p = pass.computed(0);
    var targets = pass.computed(1);
    var frames = pass.computed(2);
    var lengths = pass.computed(3);
    var loss = pass.out();
    var sizes = sizes(p.shape(), targets.shape());
    var alpha =
        pass.needsBackward()
            ? pass.saved("alpha", sizes.states())
            : pass.scratch("alpha", sizes.states());
    pass.call("alpha")
        .reads(p, targets, frames, lengths)
        .writes(alpha, loss)
        .flops(12L * sizes.states().size())
        .sums(3 * sizes.frames())
        .bind(
            m ->
                new CtcForward(
                    m.of(p),
                    m.of(targets),
                    m.of(frames),
                    m.of(lengths),
                    m.of(alpha),
                    m.of(loss),
                    sizes,
                    blank,
                    zeroInfinity ? 1 : 0));
  }

  @Override
  public void backward(Backward pass) {
    if (!pass.needsGradient(0)) {
      return;
    }
    var p = pass.in(0);
    var targets = pass.in(1);
    var frames = pass.in(2);
    var lengths = pass.in(3);
    var dy = pass.outGradient();
    var alpha = pass.saved("alpha");
    var sizes = sizes(p.shape(), targets.shape());
    var beta = pass.scratch("beta", sizes.states());
    pass.call("beta")
        .reads(p, targets, frames, lengths)
        .writes(beta)
        .flops(12L * sizes.states().size())
        .sums(3 * sizes.frames())
        .bind(
            m ->
                new CtcBackward(
                    m.of(p), m.of(targets), m.of(frames), m.of(lengths), m.of(beta), sizes, blank));
    var dp = pass.gradient(0);
    var to = dp.slice();
    pass.call("input gradient")
        .reads(targets, frames, lengths, alpha, beta, dy)
        .writes(dp)
        .flops(4L * sizes.states().size())
        .sums(6 * sizes.frames())
        .bind(
            m ->
                new CtcInputGradient(
                    m.of(targets),
                    m.of(frames),
                    m.of(lengths),
                    m.of(alpha),
                    m.of(beta),
                    m.of(dy),
                    m.of(to),
                    dp.add(),
                    sizes,
                    blank,
                    zeroInfinity ? 1 : 0));
  }
}
