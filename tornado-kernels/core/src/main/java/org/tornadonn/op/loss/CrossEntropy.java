package org.tornadonn.op.loss;

import java.util.List;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;

/**
 * Softmax cross-entropy: {@code loss = Σ(n) (log Σ(j) exp y[n,j] − Σ(j) p[n,j] · y[n,j]) / fill}
 * over the first {@code fill} samples of the batch; the others count nothing and get a gradient of
 * 0. The target p is {@code 1 − smoothing} for the class t[n], and {@code smoothing / classes} is
 * added for every class.
 *
 * <p>Inputs: logits y {@code (n, classes)}, class indices t {@code (n)} as whole numbers from 0,
 * and {@code fill} {@code (1)}, the number of samples in use; result {@code (1)}. The largest logit
 * of each row is taken off before the exponential. With smoothing, a logit of −∞ makes the loss
 * infinite. A target that is no class makes the loss NaN; callers check theirs before.
 *
 * @param smoothing how much of the target is spread over all classes, from 0 to below 1
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">PyTorch</a>
 */
public record CrossEntropy(float smoothing) implements Operation {

  /** Cross-entropy with smoothed targets. */
  public CrossEntropy {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new ShapeException(
          "Cross-entropy's label smoothing must be from 0 to below 1, not %s: use 0.1, for example."
              .formatted(smoothing));
    }
  }

  /** Cross-entropy with the targets as they are. */
  public CrossEntropy() {
    this(0);
  }

  @Override
  public String name() {
    return "cross_entropy";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var y = inputs.get(0);
    var t = inputs.get(1);
    if (y.rank() != 2 || t.rank() != 1 || t.dim(0) != y.dim(0)) {
      throw new ShapeException(
          "Cross-entropy expects logits (n, classes) and class indices (n), but gets %s and %s."
              .formatted(y, t));
    }
    return Shape.of(1);
  }

  @Override
  public void forward(Forward pass) {
    var y = pass.computed(0);
    var t = pass.computed(1);
    var fill = pass.in(2);
    var loss = pass.out();
    int n = y.shape().dim(0);
    int classes = y.shape().dim(1);
    var rows = pass.scratch("row loss", Shape.of(n));
    var norm =
        pass.needsBackward()
            ? pass.saved("norm", Shape.of(n, 2))
            : pass.scratch("norm", Shape.of(n, 2));
    pass.call("row loss")
        .reads(y, t)
        .writes(rows, norm)
        .flops(4L * y.size())
        .bind(
            m ->
                new CrossEntropyRows(
                    m.of(y), m.of(t), m.of(rows), m.of(norm), smoothing, n, classes));
    pass.call("mean")
        .reads(rows, fill)
        .writes(loss)
        .flops(n)
        .bind(m -> new BatchMean(m.of(rows), m.of(fill), m.of(loss), n, 1));
  }

  @Override
  public void backward(Backward pass) {
    var y = pass.in(0);
    var t = pass.in(1);
    var fill = pass.in(2);
    var dLoss = pass.outGradient();
    var norm = pass.saved("norm");
    var dy = pass.gradient(0);
    var to = dy.slice();
    pass.call("input gradient")
        .reads(y, t, fill, dLoss, norm)
        .writes(dy)
        .flops(4L * y.size())
        .bind(
            m ->
                new CrossEntropyGradient(
                    m.of(y),
                    m.of(t),
                    m.of(norm),
                    m.of(fill),
                    m.of(dLoss),
                    m.of(to),
                    dy.add(),
                    smoothing,
                    y.shape().dim(1),
                    y.size()));
  }
}
