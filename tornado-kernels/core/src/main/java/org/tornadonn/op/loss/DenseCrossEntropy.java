package org.tornadonn.op.loss;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tornadonn.plan.Backward;
import org.tornadonn.plan.Forward;
import org.tornadonn.plan.Operation;
import org.tornadonn.plan.Shape;
import org.tornadonn.plan.ShapeException;
import org.tornadonn.plan.Value;

/**
 * Softmax cross-entropy of each target, not yet averaged: {@code loss[n,d] = −Σ(j) p[n,j,d] · w[j]
 * · log softmax(y[n,:,d])[j]}. The target p is {@code 1 − smoothing} for the class t[n,d], and
 * {@code smoothing / classes} is added for every class. Where t is {@code ignore}, the loss is 0
 * and so is the gradient.
 *
 * <p>Inputs: logits y {@code (n, classes, d…)}, class indices t {@code (n, d…)} as whole numbers
 * from 0, weights w {@code (classes)}; result {@code (n, d…)}. Only y has a gradient. A target that
 * is no class makes the loss NaN; callers check theirs before.
 *
 * @param smoothing how much of the target is spread over all classes, from 0 to below 1
 * @param ignore the target of what is left out; {@link #NONE} for none
 * @param total the sum of all weights
 * @see <a
 *     href="https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html">PyTorch</a>
 */
public record DenseCrossEntropy(float smoothing, float ignore, float total) implements Operation {

  /** No class index. */
  public static final float NONE = -Float.MAX_VALUE;

  /**
   * Records the loss of each target.
   *
   * @param weights one for each class
   * @param ignoreIndex the target of what is left out; null for none
   */
  public static Value of(
      Value y, Value t, float[] weights, float smoothing, @Nullable Integer ignoreIndex) {
    var w = y.tape().constant("class weights", Shape.of(weights.length), weights);
    double total = 0;
    for (float weight : weights) {
      total += weight;
    }
    float ignore = ignoreIndex == null ? NONE : ignoreIndex;
    return y.tape().apply(new DenseCrossEntropy(smoothing, ignore, (float) total), y, t, w);
  }

  @Override
  public String name() {
    return "dense_cross_entropy";
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    var y = inputs.get(0);
    var t = inputs.get(1);
    if (y.rank() < 2 || !y.sample().sample().batch(y.dim(0)).equals(t)) {
      throw new ShapeException(
          "Cross-entropy expects logits (n, classes, d…) and class indices (n, d…), but gets %s and %s."
              .formatted(y, t));
    }
    if (!inputs.get(2).equals(Shape.of(y.dim(1)))) {
      throw new ShapeException(
          "Cross-entropy expects weights of %d classes, but gets %s."
              .formatted(y.dim(1), inputs.get(2)));
    }
    return t;
  }

  @Override
  public void forward(Forward pass) {
    var y = pass.computed(0);
    var t = pass.computed(1);
    var w = pass.computed(2);
    var loss = pass.out();
    int rows = t.size();
    var norm =
        pass.needsBackward()
            ? pass.saved("norm", Shape.of(rows, 3))
            : pass.scratch("norm", Shape.of(rows, 3));
    int classes = y.shape().dim(1);
    pass.call("forward")
        .reads(y, t, w)
        .writes(loss, norm)
        .flops(5L * y.size())
        .bind(
            m ->
                new DenseCrossEntropyForward(
                    m.of(y),
                    m.of(t),
                    m.of(w),
                    m.of(loss),
                    m.of(norm),
                    smoothing,
                    ignore,
                    classes,
                    rows / y.shape().dim(0),
                    rows));
  }

  @Override
  public void backward(Backward pass) {
    var y = pass.in(0);
    var t = pass.in(1);
    var w = pass.in(2);
    var dLoss = pass.outGradient();
    var norm = pass.saved("norm");
    var dy = pass.gradient(0);
    var to = dy.slice();
    int classes = y.shape().dim(1);
    pass.call("input gradient")
        .reads(y, t, w, dLoss, norm)
        .writes(dy)
        .flops(6L * y.size())
        .bind(
            m ->
                new DenseCrossEntropyGradient(
                    m.of(y),
                    m.of(t),
                    m.of(w),
                    m.of(norm),
                    m.of(dLoss),
                    m.of(to),
                    dy.add(),
                    smoothing,
                    ignore,
                    total,
                    classes,
                    t.size() / y.shape().dim(0),
                    y.size()));
  }
}
